"""prose.py: sentences of British public bodies, from a small grammar; millions of them, never one twice in a row.

A random source → sentences as the text of XML. Lengths follow real policies: most sentences have 10 to 22 words, some
three or four, none more than the 25 that the rules of the house allow. Nothing here is an abbreviation, a date without a
year, a direction on the page or another form that `engross check` warns about. What links, refers or calls a note is put
in by generate.py, which knows what there is to lead to.
"""

ACTORS = """the governing body|the audit committee|the remuneration committee|the quality committee|each member practice
the accountable officer|the finance director|the company secretary|the lay member|the lead nurse|the medical director
the procurement team|the estates manager|the information governance lead|the safeguarding lead|the internal auditor
the external auditor|the patient panel|the people committee|the programme board|the project manager|the district council
the records officer|the complaints manager|the communications team|the line manager|the budget holder|the chair
the vice chair|the committee secretary|the contract manager|the data protection officer|the emergency planner
the equality lead|the research team|the commissioning manager|the pharmacy adviser|the workforce planner
the public health adviser|the travel coordinator|the energy manager|the volunteer coordinator|the duty director"""

# What is done: the plain form, and the form after "is".
VERBS = """review reviewed|publish published|approve approved|record recorded|update updated|check checked|compare compared
discuss discussed|monitor monitored|explain explained|withdraw withdrawn|amend amended|prepare prepared|sign signed
circulate circulated|file filed|test tested|question questioned|summarise summarised|note noted|confirm confirmed
challenge challenged|return returned|correct corrected|assess assessed|report reported|protect protected|share shared"""

OBJECTS = """the risk register|the annual accounts|the register of interests|the scheme of delegation|the minutes
the business case|the equality impact assessment|the list of contracts|the quality report|the budget for primary care
the waiting list figures|the procurement plan|the staff survey|the results of the inspection|the complaints log
the commissioning strategy|the workforce plan|the letters from patients|the tender documents|the emergency plan
the asset register|the service specification|the standing financial instructions|the record of decisions
the asbestos survey|the winter plan|the prescribing budget|the training records|the list of gifts and hospitality
the evidence from local people|the transport study|the infection control audit|the lease of the building
the cash flow forecast|the pay award|the safeguarding referrals|the carbon reduction plan|the vacancy list
the counter fraud report|the investment appraisal|the catering contract|the repairs programme|the travel claims
the outcome of the consultation|the clinical pathway|the research protocol|the insurance schedule"""

TOPICS = """community nursing|mental health services|urgent care|dental access|home adaptations|patient transport
hospital discharge|maternity care|stroke rehabilitation|school nursing|care homes|prescribing|cancer screening
winter pressures|staff wellbeing|digital records|estates and repairs|energy use|volunteering|translation services
health inequalities|public consultation|counter fraud|cyber security|procurement|agency spending|sickness absence
learning disability services|end of life care|vaccination|diabetes care|falls prevention|housing support
children in care|military veterans|rural transport|recycling|fire safety|food hygiene|records management"""

WHENS = """within 28 days|at its next meeting|every quarter|before the end of March|without delay|by the end of each month
once a year|within five working days|in public wherever possible|when it first learns of the matter|in writing
before any contract is signed|at least twice a year|with the agreement of both parties|in plain English
on the day of the meeting|as soon as the facts are known|before the budget is set|with reasons|through the usual channels
in the presence of two witnesses|after taking legal advice|at the request of any member|within the limits set by the board"""

WHYS = """so that the public can see how money is spent|because the law asks for it|to keep patients safe
so that no one is judge in their own cause|to give staff a clear line of responsibility|because delay costs money
so that every district is treated alike|to make sure that lessons are learned|because trust is easily lost
to show that each bid was treated fairly|so that new members can follow what was decided|to avoid paying twice
since partners rely on the same figures|so that carers do not have to repeat their story|to keep within the budget"""

CONDITIONS = """a conflict of interest arises|the cost is more than £50,000|two members object|the figures do not agree
a patient has been harmed|the contract ends early|the supplier cannot deliver|the chair is absent|a vote is tied
the forecast changes by more than 5%|personal information is lost|a complaint has not been settled|the quorum is lost
the post has been vacant for three months|the building has to close|new guidance is published|the bid is late
someone asks for an adjustment|the evidence is incomplete|the risk is rated high|a member resigns|demand rises sharply
the service moves to another site|money remains unspent|a whistleblower comes forward|the minutes are disputed"""

PEOPLE = """patients and carers|local people|members of staff|smaller suppliers|partner organisations|general practices
people with sensory loss|young people|those who live far from a hospital|families|new members|volunteers|tenants
people whose first language is not English|night staff|residents of care homes|unpaid carers|community groups"""

BENEFITS = """find what they need|plan ahead|hold us to account|take part in decisions|get the right help first time
know where they stand|compare one year with another|travel less often|raise a concern safely|recover at home
understand how decisions are made|manage their own condition|see the same team each time|live independently for longer"""

FINDINGS = """waiting times fell in three of the four districts|most of the savings came from energy and repairs
sickness absence was highest among night staff|letters were clearer but still too long|two contracts had never been tested
the backlog was cleared before winter|more people asked for help with travel|attendance at meetings improved
demand was higher than the forecast|the survey reached fewer young people than planned|costs rose faster than prices
three practices had merged|the new form was easier to complete|the number of complaints hardly changed"""

SHORT = """Minutes are kept.|The chair decides.|That decision is final.|No fee is charged.|Reasons are always given.
The vote is recorded.|Costs are shared equally.|There is a right of appeal.|Questions are welcome.|Nothing here limits that duty.
Copies are free.|Members may ask for a count.|The register is open to all.|Silence is not consent.|Advice is taken early."""

ADJECTIVES = """clear|fair|lasting|measurable|modest|proportionate|reliable|reasonable|separate|shared|timely|useful
balanced|candid|consistent|practical|independent|local|prudent|thorough"""

NOUNS = """approach|arrangement|assurance|control|duty|framework|improvement|measure|procedure|process|programme|record
safeguard|service|standard|system|test|timetable|understanding|value"""

# What can be defined: two words that make a term of sixty.
TERM_FIRST = "delegated|material|relevant|reserved|eligible|affected|nominated|urgent|protected|shared"
TERM_SECOND = "decision|interest|contract|person|expenditure|body"

MODALS = ("must",) * 8 + ("should",) * 3 + ("may", "can", "will", "has to")
LONGEST = 25  # words


def listed(text):
    return [piece.strip() for line in text.split("\n") for piece in line.split("|")]


def capital(text):
    return text[0].upper() + text[1:]


class Prose:
    def __init__(self, random):
        self.random = random
        self.lists = {name: listed(text) for name, text in globals().items() if name.isupper() and isinstance(text, str)}
        self.verbs = [verb.split() for verb in self.lists["VERBS"]]
        self.last = ""
        self.forms = (
            [self.duty] * 5 + [self.duty_with_reason] * 4 + [self.if_then] * 4 + [self.two_duties] * 3 + [self.passive] * 3 +
            [self.until] * 2 + [self.helps] * 2 + [self.found] * 3 + [self.spent] * 2 + [self.asked] * 2 + [self.kind_of] * 2 +
            [self.reports] * 2 + [self.right] * 2 + [self.short] * 2)

    def one(self, name):
        return self.random.choice(self.lists[name])

    def action(self):
        """A plain verb with its object: "review the risk register"."""
        return f"{self.random.choice(self.verbs)[0]} {self.one('OBJECTS')}"

    def money(self):
        return f"£{self.random.choice((f'{self.random.randrange(12, 999)},000', f'{self.random.randrange(2, 90)} million'))}"

    # ---- Forms of sentences ----

    def duty(self):
        return f"{self.one('ACTORS')} {self.random.choice(MODALS)} {self.action()} {self.one('WHENS')}."

    def duty_with_reason(self):
        return f"{self.one('ACTORS')} {self.random.choice(MODALS)} {self.action()}, {self.one('WHYS')}."

    def if_then(self):
        word = self.random.choice(("if", "where", "when", "whenever"))
        return f"{word} {self.one('CONDITIONS')}, {self.one('ACTORS')} {self.random.choice(MODALS)} {self.action()} {self.one('WHENS')}."

    def two_duties(self):
        return f"{self.one('ACTORS')} {self.random.choice(MODALS)} {self.action()} and {self.action()} {self.one('WHENS')}."

    def passive(self):
        thing, verb = self.one("OBJECTS"), self.random.choice(self.verbs)[1]
        return f"{thing} must be {verb} {self.one('WHENS')}, and {self.one('ACTORS')} answers for that."

    def until(self):
        return f"no decision on {self.one('TOPICS')} is taken until {self.one('ACTORS')} has {self.random.choice(self.verbs)[1]} {self.one('OBJECTS')}."

    def helps(self):
        return f"work on {self.one('TOPICS')} helps {self.one('PEOPLE')} to {self.one('BENEFITS')}."

    def found(self):
        return f"in {self.random.randrange(2014, 2026)} a review of {self.one('TOPICS')} found that {self.one('FINDINGS')}."

    def spent(self):
        first = self.random.randrange(2012, 2025)
        return f"between {first} and {first + self.random.randrange(1, 4)} we spent {self.money()} on {self.one('TOPICS')}, {self.random.choice(('less than was planned', 'as was planned', 'a little more than was planned'))}."

    def asked(self):
        return f"anyone may ask {self.one('ACTORS')} to {self.action()}, and must have an answer within {self.random.randrange(5, 41)} working days."

    def kind_of(self):
        return f"a {self.one('ADJECTIVES')} {self.one('NOUNS')} for {self.one('TOPICS')} lets {self.one('PEOPLE')} {self.one('BENEFITS')}.".replace("a independent", "an independent")

    def reports(self):
        return f"{self.one('ACTORS')} reports to {self.one('ACTORS')} {self.random.choice(('every month', 'every quarter', 'twice a year', 'once a year'))} on {self.one('TOPICS')}."

    def right(self):
        return f"{self.one('PEOPLE')} have a right to see {self.one('OBJECTS')}, unless {self.one('CONDITIONS')}."

    def short(self):
        return self.one("SHORT")

    def sentence(self):
        """One sentence, not the one before it."""
        while True:
            text = capital(self.random.choice(self.forms)())
            if text != self.last and text.count(" ") < LONGEST:
                self.last = text
                return text

    def sentences(self, count):
        return " ".join(self.sentence() for _ in range(count))

    # ---- Shorter pieces ----

    def phrase(self):
        """An item of a list: no capital, no full stop."""
        form = self.random.randrange(4)
        if form == 0:
            return f"{self.action()} {self.one('WHENS')}"
        if form == 1:
            return f"a {self.one('ADJECTIVES')} {self.one('NOUNS')} for {self.one('TOPICS')}".replace("a independent", "an independent")
        return f"{self.action()} if {self.one('CONDITIONS')}" if form == 2 else f"{self.action()} and {self.action()}"

    def heading(self):
        form = self.random.randrange(6)
        text = (lambda: self.one("TOPICS"), lambda: f"how we look after {self.one('TOPICS')}", lambda: f"duties of {self.one('ACTORS')}",
                lambda: f"reviewing {self.one('TOPICS')}", lambda: f"{self.one('TOPICS')} and {self.one('TOPICS')}",
                lambda: f"when {self.one('CONDITIONS')}")[form]()
        return capital(text)

    def terms(self, count):
        """Different terms, none of them twice."""
        found = [f"{first} {second}" for first in self.lists["TERM_FIRST"] for second in self.lists["TERM_SECOND"]]
        self.random.shuffle(found)
        return found[:count]
