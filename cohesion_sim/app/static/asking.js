// The workshop is asked with plain JSON; a stream is read line by line, and a new question ends the last one.

import { current, t } from "./words.js";

const tab = crypto.getRandomValues(new Uint32Array(3)).join("-");
let roomKey = sessionStorage.getItem("roomKey") || "";

export function holdKey(key) {
  roomKey = key;
  sessionStorage.setItem("roomKey", key);
}

async function reached(path, options) {
  try { return await fetch(path, options); } catch (error) {
    throw error.name === "AbortError" ? error : new Error(t("refused.no_answer"));
  }
}

async function sent(path, body, signal) {
  const answer = await reached(path, {
    method: "POST", signal, body: JSON.stringify(body),
    headers: { "content-type": "application/json", "x-client": tab, "x-room-key": roomKey, "x-language": current() },
  });
  if (answer.redirected) location.assign("/join");
  if (!answer.ok) throw new Error((await answer.json()).error);
  return answer;
}

export const ask = async (path, body) => (await sent(path, body)).json();
export const get = async (path) => (await fetch(path)).json();

export class Stream {
  #running = null;

  stop() {
    this.#running?.abort();
  }

  async follow(path, body, onMessage) {
    this.stop();
    const mine = (this.#running = new AbortController());
    try {
      const answer = await sent(path, body, mine.signal);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        const lines = (rest + value).split("\n");
        rest = lines.pop();
        if (mine.signal.aborted) return;
        for (const line of lines) onMessage(JSON.parse(line));
      }
    } catch (error) {
      if (error.name !== "AbortError") onMessage({ type: "error", error: error.message });
    }
  }
}
