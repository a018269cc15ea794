// What the pointer is on is said beside it: a mark's own hint, or all lines of a course in the nearest month.
"use strict";
const hint = document.getElementById("hint");
function place(event) {
  const right = event.clientX + 18 + hint.offsetWidth > window.innerWidth;
  hint.style.left = (right ? event.clientX - 14 - hint.offsetWidth : event.clientX + 16) + "px";
  hint.style.top = Math.min(event.clientY + 14, window.innerHeight - hint.offsetHeight - 6) + "px";
}
function row(line, k) {
  const div = document.createElement("div");
  const mark = document.createElement("i");
  mark.style.background = line.colour;
  div.append(mark, line.name + ": " + line.values[k]);
  return div;
}
function read(svg, event) {
  const course = JSON.parse(svg.dataset.course);
  const box = svg.getBoundingClientRect();
  const x = (event.clientX - box.left) * svg.viewBox.baseVal.width / box.width;
  const share = (x - course.left) / (course.right - course.left);
  if (share < -0.02 || share > 1.02) return false;
  const month = share * course.months[course.months.length - 1];
  let k = 0;
  course.months.forEach((each, n) => { if (Math.abs(each - month) < Math.abs(course.months[k] - month)) k = n; });
  const head = document.createElement("strong");
  head.textContent = course.month + " " + course.months[k];
  hint.replaceChildren(head, ...course.lines.map(line => row(line, k)));
  return true;
}
function show(event) {
  const mark = event.target.closest("[data-hint]");
  const svg = event.target.closest("svg[data-course]");
  let shown = false;
  if (mark) { hint.textContent = mark.dataset.hint; shown = true; } else if (svg) { shown = read(svg, event); }
  hint.hidden = !shown;
  if (shown) place(event);
}
document.addEventListener("pointermove", show);
document.addEventListener("pointerdown", show);
document.addEventListener("pointerleave", () => { hint.hidden = true; });
