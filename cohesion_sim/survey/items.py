"""A question is declared once: its words, its scale, whom it is put to, what it reads and how well it measures.

The declarations make the answers, the codebook and its documentation.
"""

from __future__ import annotations

from dataclasses import dataclass

EVERYBODY, HOSTS, MIGRANTS = "everybody", "hosts", "migrants"
FACT, SINGLE, SEVERAL = "fact", "single", "several"
OPEN, OPINION, DELICATE = "open", "opinion", "delicate"
AGREEMENT = ("not at all", "a little", "somewhat", "strongly", "very strongly")


@dataclass(frozen=True)
class Item:
    """A column of answers.

    Attributes
    ----------
    name
        The column.
    asks
        The question.
    low, high, step
        The scale of the answers; what is read, 0 to 1, is spread over it. ``step`` 0 leaves it unrounded.
    of
        ``"everybody"``, ``"hosts"`` or ``"migrants"``: to others the answer is missing.
    measured
        ``"fact"`` (no error), ``"single"`` question or mean of ``"several"``.
    missing
        ``"open"`` (everybody answers), ``"opinion"`` or ``"delicate"``.
    labels
        Words for the answers from the lowest on, if they have any.
    like
        The question of a real survey that it follows.
    """

    name: str
    asks: str
    low: float = 0.0
    high: float = 1.0
    step: float = 1.0
    of: str = EVERYBODY
    measured: str = FACT
    missing: str = OPEN
    labels: tuple[str, ...] = ()
    like: str = ""


def _opinion(name: str, asks: str, of: str = EVERYBODY, like: str = "", missing: str = OPINION) -> Item:
    return Item(name, asks, 0, 10, 1, of, SINGLE, missing, like=like)


def _yes(name: str, asks: str, of: str = EVERYBODY, missing: str = OPEN, like: str = "") -> Item:
    return Item(name, asks, of=of, missing=missing, labels=("no", "yes"), like=like)


ITEMS = (
    _yes("woman", "Sex of the respondent."),
    Item("age", "Age in completed years.", 18, 118, 1),
    Item("education", "Years of full-time education completed.", 0, 20, 1, like="ESS eduyrs"),
    Item("tenure_years", "Years since arrival; for children of migrants, age.", 0, 120, 0, of=MIGRANTS),
    _yes("employed", "In paid work last week."),
    _yes("refugee", "Came as an asylum seeker.", of=MIGRANTS, like="IAB-BAMF-SOEP"),
    Item("language", "How well do you speak the language of this country?", 1, 5, 1, MIGRANTS, SINGLE,
         labels=("not at all", "poorly", "fairly", "well", "very well"), like="IAB-BAMF-SOEP"),
    Item("contact_frequency", "How often do you talk with people from the other side (migrants, hosts)?", 1, 5, 1,
         EVERYBODY, SINGLE, labels=("never", "less than monthly", "monthly", "weekly", "daily"),
         like="Special Eurobarometer 469"),
    Item("time_together", "How often do you spend time with people from the other side?", 1, 5, 1, EVERYBODY, SINGLE,
         labels=("never", "less than monthly", "monthly", "weekly", "daily"), like="IAB-BAMF-SOEP"),
    Item("contact_positive", "How many pleasant meetings with them do you remember from the past year?", 0, 1000, 1,
         like="Graf, Paolini and Rubin 2014"),
    Item("contact_negative", "How many unpleasant ones?", 0, 1000, 1, like="Graf, Paolini and Rubin 2014"),
    _yes("migrant_friend", "Has friends or family who are migrants.", HOSTS, like="Special Eurobarometer 469"),
    _yes("host_friend", "Has friends or family among the hosts.", MIGRANTS),
    Item("own_group_friends", "Share of friends and family who are of one's own group.", 0, 1, 0),
    Item("extended_contact", "How many of your friends of your own side have friends on the other?", 1, 5, 1,
         labels=("none", "a few", "about half", "most", "all"), like="Zhou et al. 2019"),
    _opinion("prejudice", "Feelings towards the other side, from warm (0) to cold (10).", like="feeling thermometer"),
    _opinion("trust", "Can most people be trusted (10), or can you not be too careful (0)?", like="ESS ppltrst"),
    _opinion("trust_institutions", "How much do you trust public institutions?", like="ESS trstprl, trstlgl"),
    Item("attachment", "How strongly do you feel attached to this country?", 1, 5, 1, EVERYBODY, SINGLE, OPINION,
         labels=AGREEMENT, like="EU-MIDIS II"),
    _opinion("solidarity", "Should those who have share with those who have not, migrants included?"),
    Item("heritage", "How important is the culture of your family's origin to you? (several questions)", 1, 5, 0.1,
         MIGRANTS, SEVERAL, OPINION, AGREEMENT, like="Berry et al. 2006"),
    Item("host_orientation", "How much do you take part in the culture of this country? (several questions)", 1, 5,
         0.1, MIGRANTS, SEVERAL, OPINION, AGREEMENT, like="Berry et al. 2006"),
    _yes("discriminated", "Treated worse because of origin in the past 12 months.", MIGRANTS, DELICATE,
         like="EU-MIDIS II"),
    _yes("discriminated_5y", "The same in the past five years.", MIGRANTS, DELICATE, like="EU-MIDIS II"),
    Item("felt_discrimination", "How often are people like you treated unfairly? (several questions)", 0, 10, 0.5,
         MIGRANTS, SEVERAL, DELICATE, like="Schmitt et al. 2014"),
    _opinion("wellbeing", "All things considered, how satisfied are you with your life?", like="ESS stflife"),
    _opinion("housing", "How satisfied are you with your home?"),
    _opinion("threat_economic", "Immigration is bad (10) or good (0) for the economy.", HOSTS, "ESS imbgeco"),
    _opinion("threat_cultural", "Immigration undermines (10) or enriches (0) cultural life.", HOSTS, "ESS imueclt"),
)  # fmt: skip
"""The questions, in the order in which they are asked."""

RECORDED = {
    "person": "Key of the respondent, the same in all waves and under all policies.",
    "wave": "Number of the wave, from 1.",
    "month": "Month of the interview, from the start of the run.",
    "weight": "Persons that a respondent stands for, relative to the mean respondent of the wave.",
    "place": "Number of the place of residence.",
    "place_share": "Share of migrants among the residents of the place.",
    "group": "Name of the group: hosts, or the origin.",
    "generation": "hosts, first (born abroad) or second (born here to migrants).",
    "status": "Legal status; citizen for hosts.",
    "strategy": "Berry's strategy by the answers on heritage and host orientation, each above 3 or not; migrants.",
}
"""What the institute knows or works out without asking."""
