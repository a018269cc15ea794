"""Help is plain text with examples to copy, and answers at once because nothing else is imported."""

from __future__ import annotations

SETTINGS = """\
Settings are written key=value, in any order:
  scenario=NAME or FILE.yaml      what happens to whom       cohesion-sim list scenarios
  regime=NAME or FILE.yaml        the policy                 cohesion-sim list regimes
  funding=none|low|medium|high    money for it               cohesion-sim list funding
  context=NAME or FILE.yaml       the place                  cohesion-sim list contexts
  world=central|sceptic|optimist|posterior  what the evidence is taken to say
  months=120  seed=1              length of the run and its luck; seed=blue-heron: a class's word for the same luck
  regime.rights.labour=80         any single number          cohesion-sim list parameters
  output=FOLDER                   where results go (otherwise outputs/…)
  -m regime=targeted,combined     one run for each           --cfg job   shows the whole configuration"""

USAGE = {
    "run": """\
cohesion-sim run: simulate one scenario and show where it leads.

  cohesion-sim run scenario=targeted
  cohesion-sim run scenario=combined context=portugal funding=high months=60
  cohesion-sim run regime=targeted regime.rights.citizenship=80 context.population=20000 threads=2
  cohesion-sim run scenario=my_town.yaml output=results/my_town
  cohesion-sim run -m regime=assimilationist,mainstreamed funding=low,high

  threads=1  ledger=false         threads of the run; whether to note what moved each outcome
  figures=true                    draw figures""",
    "compare": """\
cohesion-sim compare: run scenarios side by side on the same luck; say who gains, who loses, and how sure that is.

  cohesion-sim compare scenario=regimes_portugal
  cohesion-sim compare regime=mainstreamed,targeted funding=low,high context=european_city
  cohesion-sim compare scenario=targeted baseline=mainstreamed replicates=50
  cohesion-sim compare scenario=regimes_portugal priors=50

  replicates=20                   paired runs of each scenario
  priors=0                        draws of uncertain numbers, for the chance that one is better, taking turns in the
                                  worlds unless world=NAME is given
  processes=null                  processes at once; as many as the machine has cores if not given
  baseline=NAME                   the scenario that the others are compared with
  why=true                        the first run of each writes down what moved the outcomes, for the report""",
    "report": """\
cohesion-sim report: make one page of a stored comparison to hand on: answer, figures, who gains, why, what is assumed.

  cohesion-sim report
  cohesion-sim report outputs/compare/regimes_portugal/2026-11-24_10-00-00 language=fr pdf=true
  cohesion-sim report my_folder outcome=trust.hosts output=handout

  without a folder: the comparison that was written last
  language=both                   en, fr or both: report_en.html and report_fr.html, each alone in one file
  outcome=belonging.migrants      what the answer is about
  pdf=false                       print it, too (needs Chromium, Chrome or Edge)
  output=FOLDER                   where it goes (otherwise beside the comparison)""",
    "explain": """\
cohesion-sim explain: go from a number of a run to what moved it, the rules' numbers, and what those rest on.

  cohesion-sim run scenario=targeted ledger=true output=mine
  cohesion-sim explain mine belonging
  cohesion-sim explain 6e9d649ccbf20a62 trust output=why

  first the folder of a run, or a run id of an experiment; then an outcome (cohesion-sim list outcomes)
  output=FOLDER                   keep both tables""",
    "experiment": """\
cohesion-sim experiment: run many configurations by one design, into one folder; start again to go on.

  cohesion-sim experiment regimes_funding_contexts dry_run=true
  cohesion-sim experiment my_experiment.yaml processes=2
  cohesion-sim experiment my_experiment.yaml context.population=600 replicates=5
  cohesion-sim experiment my_experiment.yaml executor=dask scheduler=tcp://10.0.0.1:8786
  cohesion-sim experiment my_folder

  dry_run=false                   only say how many runs, how long and how much disk
  processes=0                     processes at once; 0 for as many as the machine has cores
  executor=local                  local, or dask: a scheduler of yours, or one of its own on this machine
  replicates=… seed=… series_every=…   in place of the file's own
  output=FOLDER                   where results go (otherwise outputs/experiment/NAME)
  cohesion-sim list experiments   those that are ready; any other setting changes the scenario""",
    "analyse": """\
cohesion-sim analyse: turn a stored experiment into statements: what differs, what decides it, where it turns.

  cohesion-sim analyse effects outputs/experiment/regimes_funding_contexts
  cohesion-sim analyse replicates my_folder tolerance=0.005
  cohesion-sim analyse sensitivity outputs/experiment/sensitivity_of_everything outcomes=[belonging,trust.hosts]
  cohesion-sim analyse robustness outputs/experiment/ranking_over_worlds by=regime
  cohesion-sim analyse discovery outputs/experiment/ranking_over_priors better=combined
  cohesion-sim analyse frontier my_folder by=regime,funding

  effects      paired differences with intervals, all at once; chances; the smallest effect that could be seen
  replicates   how differences settle, and how many replicates are enough
  sensitivity  Morris, Sobol or RBD-FAST indices of outcomes and of policy differences, by the design's sample
  robustness   regret, satisficing share and stability of the ranking over states of the world
  discovery    what would have to be true for one to beat the other (PRIM)
  ablation     what leaving out mechanisms changes
  frontier     cost and gain; equity: the weight of one side at which a verdict turns

  outcomes=[belonging,trust.hosts,employment.women]   each with a subgroup, if not of whom it covers
  by=COLUMN,…  baseline=LABEL     what is compared, and with which
  weights=migrants:2,hosts:1      equity weights; between=migrants,hosts for equity
  matters=0.01                    smallest difference that matters (effects); tolerance=0.005 (replicates)
  enough=VALUE                    what satisfices (robustness); margin=0 to win by (discovery)
  column=label  whole=VALUE       what says what is left out, and its value where nothing is (ablation)""",
    "story": """\
cohesion-sim story: follow one person, dated event by event; she meets the same luck under every policy.

  cohesion-sim story scenario=targeted
  cohesion-sim story scenario=segregationist person=least
  cohesion-sim story scenario=targeted beside=assimilationist person=1234567890123

  beside=NAME                     the same person under the policy of another scenario
  person=median                   a key, or median, most, least: the migrant who got so much help""",
    "survey": """\
cohesion-sim survey: ask people of a run what a survey would ask them; a table for students, with its codebook.

  cohesion-sim survey scenario=targeted
  cohesion-sim survey scenario=combined n=5000 waves=[24,72,120] panel=true
  cohesion-sim survey context=portugal context.population=20000 n=2000 migrants=0.5
  cohesion-sim survey codebook

  n=2000  waves=[60,120]          respondents of each wave; months of the waves, the last one if not given
  panel=false                     ask the same persons again in later waves
  of=everybody                    everybody, hosts or migrants
  migrants=0.5                    share of migrants in the sample; weights undo it
  survey_seed=1                   luck of the survey; that of the run if not given""",
    "trial": """\
cohesion-sim trial: give something to some in a run; estimate its effect as a study would, beside the true one.

  cohesion-sim trial treatment=job_support outcome=employed follow=24
  cohesion-sim trial treatment=lessons outcome=language design=cutoff running=education context.population=20000
  cohesion-sim trial treatment=welcome outcome=prejudice design=cluster treated_months=36 follow=36 context.places=40
  cohesion-sim trial treatment=waiting outcome=employed window=36 follow=72 context.population=20000

  treatment=NAME                  lessons, job_support, mentoring, meetings, care; welcome, enforcement, culture,
                                  courses (of places); permanence, citizenship, waiting, dispersal
  outcome=NAME                    a question of the survey (cohesion-sim survey codebook)
  design=individual               individual or cluster randomisation, cutoff, differences (in differences)
  eligible=NAME                   hosts, migrants, newcomers, learners, jobless_migrants, … (by treatment)
  start=24  window=1              first month of enrolment, and how long it lasts
  treated_months=6  follow=12     length of treatment; months from the start to the measurement
  share=0.5  dose=NUMBER          share treated; how much is given, if not a full dose
  running=education  cutoff=0.5   those below the cut-off are treated (its median, if not given)
  replicates=5                    how often, with other seeds""",
    "validate": """\
cohesion-sim validate: score the model against published findings, failing ones included.

  cohesion-sim validate
  cohesion-sim validate seeds=3 population=4000
  cohesion-sim validate patterns=contact_and_prejudice,language_early

  seeds=10                        runs of each pattern, with and without its mechanism
  population=10000                persons of a run
  patterns=NAME,NAME              some patterns only
  off=true                        score with the mechanism off, too
  processes=2                     processes at once; as many as the machine has cores if not given
  output=FOLDER                   where table, figure and page go (otherwise outputs/validate/…)""",
    "calibrate": """\
cohesion-sim calibrate: fit numbers that evidence leaves free to findings of kind C; test that known numbers are found.

  cohesion-sim calibrate
  cohesion-sim calibrate runs=240 population=1000 recovery=60 output=outputs/calibrate/small
  cohesion-sim calibrate free=mechanisms.employment.find targets=refugees_at_work_five_years
  cohesion-sim run scenario=targeted world=outputs/calibrate/posterior.yaml
  cohesion-sim experiment outputs/calibrate/over_posterior.yaml

  runs=2000 population=4000       size of the bank; started again, it goes on where it was
  free=KEY,KEY  targets=NAME,NAME what is fitted to what; findings kept for validation are refused
  recovery=100  draws=2000        runs that play the finding; draws of the posterior
  seed=1  processes=0             luck; processes at once, 0 for as many as the machine has cores
  output=FOLDER                   bank, tables, posterior.yaml (a world) and over_posterior.yaml (an experiment)""",
    "evidence": """\
cohesion-sim evidence: say what every number rests on, how sure it is, what speaks against it and what it decides.

  cohesion-sim evidence
  cohesion-sim evidence mechanism=trust
  cohesion-sim evidence of=mechanisms.encounters.gain
  cohesion-sim evidence ground=assumption output=assumptions.csv
  cohesion-sim evidence source=A06

  WORD …                          numbers whose key or meaning holds these words
  mechanism=NAME                  a mechanism or section, such as services, programmes, dispositions
  ground=…                        number, range (sign or range only), assumption, choice or convention
  source=ID  of=KEY               what rests on, or speaks against, a piece of evidence; everything about one number
  screening=FOLDER  keep=false    read influence off a Morris experiment; keep it in the package
  output=FILE.csv                 write the table with citations and addresses""",
    "square": """\
cohesion-sim square: show an outcome over the square of maintenance and mixing, with the named regimes on it.

  cohesion-sim square outcome=belonging
  cohesion-sim square outcome=warmth of=hosts regime=combined context=portugal
  cohesion-sim square outcome=marginalisation points=9 replicates=10

  outcome=belonging  of=migrants  what is measured, and on whom
  points=6  replicates=3          points along each dimension, paired runs at each of them
  processes=null                  processes at once; as many as the machine has cores if not given
Any point is a regime: cohesion-sim run regime.cultural_maintenance=0.3 regime.social_mixing=0.9""",
    "optimise": """\
cohesion-sim optimise: search the best mix of instruments, targeting and governance for a budget; show who loses by it.

  cohesion-sim optimise regime=targeted funding=medium
  cohesion-sim optimise outcomes=[belonging,trust.hosts] context=portugal trials=200
  cohesion-sim optimise outcomes=marginalisation levers=[delivery.targeted_share] sampler=nsga2

  outcomes=[belonging,threat_economic]   what to make better, of whom it covers or .hosts, .migrants, .everybody
  levers=[delivery.targeted_share,…]     levers searched beside the shares of all instruments
  trials=96  replicates=1                mixes tried, seeds of each in every reading of the evidence
  confirm=4                              fresh seeds for the front in every reading of the evidence
  sampler=tpe|nsga2|random  processes=null""",
    "claim": """\
cohesion-sim claim: put a claim of the handbook chapter to the test; the outcome is whatever it is.

  cohesion-sim claim digital_adds_not_replaces
  cohesion-sim claim welcome_raises_cohesion quick=true
  cohesion-sim claim all draws=6
  cohesion-sim claim my_claim.yaml

  draws=4                         pairs in every combination of regime, funding, place and reading of the evidence
  quick=false                     a small version, to see that it works
  seed=1  figures=true            seed of the first pair; whether to draw figures (English and French)
  processes=0                     processes at once; 0 for as many as the machine has cores
  output=FOLDER                   where results go (otherwise outputs/claim/…)
  cohesion-sim list claims        all of them""",
    "status": """\
cohesion-sim status: say how far an experiment is, what failed and why, and how long the rest takes.

  cohesion-sim status
  cohesion-sim status outputs/experiment/reform_timing

  without a folder: the experiment that was written last""",
    "retry": """\
cohesion-sim retry: run again what failed in an experiment, and what is missing.

  cohesion-sim retry outputs/experiment/reform_timing processes=1

  processes, executor, scheduler  as for experiment""",
    "verify": """\
cohesion-sim verify: read every file of an experiment and say which are not as they were written.

  cohesion-sim verify outputs/experiment/reform_timing""",
    "query": """\
cohesion-sim query: answer a question in SQL from the tables runs, ends, series, timings and plan.

  cohesion-sim query "SELECT regime, avg(belonging) AS belonging FROM runs GROUP BY regime ORDER BY 2"
  cohesion-sim query "SELECT * FROM ends WHERE outcome = 'trust'" outputs/experiment/reform_timing output=trust.csv

  output=FILE.csv                 keep the answer (or FILE.parquet)""",
    "export": """\
cohesion-sim export: hand on a finished experiment as one archive with its metadata (RO-Crate), to cite.

  cohesion-sim export outputs/experiment/reform_timing
  cohesion-sim export outputs/experiment/reform_timing author="Ada Example" output=reform_timing.zip

  licence=ADDRESS                 what others may do with it, such as
                                  https://creativecommons.org/licenses/by/4.0/""",
    "convert": """\
cohesion-sim convert: make a context or a regime of your own tables, checked; or open results in R, Stata, SPSS.

  cohesion-sim convert context communes.csv columns=[place:commune,population:habitants,migrants:etrangers]
  cohesion-sim convert survey answers.csv columns=[trust:ppltrst,weight:pspwght] base=communes_context.yaml
  cohesion-sim convert regime mipex.csv country=Norway columns=[labour:"Labour market mobility"]
  cohesion-sim convert results outputs/experiment/reform_timing to=spss

  context   a row a municipality: population, migrants (persons) or migrant_share (0 to 1); place, unemployment,
            origin.NAME (persons) if there are; persons=2000 to simulate
  survey    a row a respondent: trust, trust_institutions, attitude (favourable is high), weight, side (host);
            scales=[trust:0-10]
  regime    a row a country, or a country and year (the latest is taken): the eight MIPEX strands labour, family,
            education, health, participation, residence, citizenship, antidiscrimination, 0 to 100
  results   to=stata, spss, r or csv
  columns=[OURS:THEIRS,…]         which column is which, where they are named otherwise
  base=NAME or FILE.yaml          what stays where the table has nothing: a context, or a regime
                                  (a regime is neutral unless asked otherwise)""",
    "diff": """\
cohesion-sim diff: lay two folders of results side by side, of two versions of the model: what changed, what moved.

  cohesion-sim diff results_of_spring results_of_autumn
  cohesion-sim diff outputs/experiment/reform_timing.before outputs/experiment/reform_timing output=changes

  two folders of run, compare or experiment, the older first; the exit code is 1 if outcomes moved""",
    "preregister": """\
cohesion-sim preregister: announce an experiment before it is run; later, hold its results against that.

  cohesion-sim preregister ranking_over_worlds outcomes=[belonging,trust.hosts] author="Ada Example"
  cohesion-sim preregister ranking_over_worlds_registration.json results=outputs/experiment/ranking_over_worlds

  outcomes=[…]  matters=0.01      what will be judged, and the smallest difference that matters
  hypothesis="…"                  what is expected
  replicates=… seed=…             in place of the file's own; any other setting changes the scenario
  output=FOLDER                   where NAME_registration.json and .md go""",
    "list": """\
cohesion-sim list: show what there is, with units, ranges and sources.

  cohesion-sim list
  cohesion-sim list regimes
  cohesion-sim list parameters language
  cohesion-sim list outcomes --json

  regimes, contexts, funding, scenarios, worlds, networks, outcomes, parameters, mechanisms, shocks,
  claims, experiments""",
    "check": """\
cohesion-sim check: read a scenario of yours, list every mistake in it, or say what it will do.

  cohesion-sim check my_town.yaml
  cohesion-sim check my_town.yaml regime=combined""",
    "bench": """\
cohesion-sim bench: measure how fast the simulator is here, and compare it with agents written as objects.

  cohesion-sim bench
  cohesion-sim bench sizes=10000,100000 months=12
  cohesion-sim bench sweep runs=100,1000 processes=2     many small runs into one store, and read back

  sizes=10000,100000,1000000      numbers of persons
  months=24  threads=2            months timed and threads used
  objects=10000                   persons in the comparison with objects; 0 leaves it out
  compilation=true                measure compilation, too
  cohesion-sim bench app          how soon the workshop shows curves (bench app persons=2000 months=120)""",
    "app": """\
cohesion-sim app: open the workshop in a browser; steer the model, see why, take the result home (English and French).

  cohesion-sim app
  cohesion-sim app port=8800 browser=false
  cohesion-sim app address=192.168.1.20

  address=127.0.0.1               this machine only; an address of yours opens it to the room, with a join code
  port=8700                       0 for any free one
  processes=0                     processes that run the model; 0 for as many as the machine has cores
  browser=true                    open the page in your browser""",
}


def overview() -> str:
    """Return what the program does and its verbs."""
    lines = [text.splitlines()[0].partition(": ") for text in USAGE.values()]
    verbs = "\n".join(f"  {head.removeprefix('cohesion-sim '):<9} {tail}" for head, _, tail in lines)
    return f"""\
cohesion-sim: how integration policy moves social cohesion, person by person.

{verbs}

First steps
  cohesion-sim run scenario=targeted context=teaching_town
  cohesion-sim compare scenario=regimes_portugal
  cohesion-sim list scenarios
  cohesion-sim VERB --help

Tab completion in bash:  eval "$(cohesion-sim -sc install=bash)\""""


ALONE = (
    "app",
    "analyse",
    "bench",
    "calibrate",
    "check",
    "claim",
    "convert",
    "diff",
    "evidence",
    "explain",
    "export",
    "list",
    "preregister",
    "query",
    "report",
    "retry",
    "status",
    "validate",
    "verify",
)
"""Verbs that take no scenario."""


def usage(verb: str) -> str:
    """Return the help of a verb."""
    return USAGE[verb] if verb in ALONE else f"{USAGE[verb]}\n\n{SETTINGS}"
