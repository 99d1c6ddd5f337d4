#!/usr/bin/python3
"""generate.py SEED PAGES [--kind statement|policy|constitution|pack] FOLDER: a long document, as an office might write it.

Writes FOLDER/ID.xml (ID is said on stdout), FOLDER/organisations.xml and the pictures. The same seed, pages and kind give
the same bytes. About PAGES pages are set by it in style `nhs`; it is written as it is made, so 10,000 pages take no more
memory than ten. Everything that the program sets is in it: parts, sections, clauses down to (a)(ii), appendices, nested
lists, numbers that were, tables, figures, footnotes (some of them longer than a paragraph), definitions and their terms, references
forward and back, links, legislation, quotations, abbreviations, a placeholder or two, phrases in other languages. It
passes `engross check` without an error, and warns of nothing but the placeholders.

The plan of divisions is made before the first word, so that a reference may lead to what comes later; each section is
written until it has its share of the height. Heights are estimates, in points of that style.
"""

import argparse
import itertools
import pathlib
import random
import re

import pictures
from prose import Prose, capital

PAGE = 780  # points of matter on a page of nhs, by the estimates below, which count too much
LINE = 17
MEASURE = 72  # characters
ORGANISATION = "evhp"
LANGUAGES = (("cy", "Cynllun Iaith Gymraeg", "the Welsh language scheme"), ("pl", "Karta Praw Pacjenta", "the patient charter in Polish"),
             ("fr", "compte rendu", "the minutes of our partners in Lille"), ("la", "ex officio", "by virtue of the post"),
             ("de", "Pflegeversicherung", "the German insurance for care"), ("pt", "Guia do Utente", "the guide in Portuguese"))
ABBREVIATIONS = (("DPIA", "data protection impact assessment"), ("KPI", "key performance indicator"), ("SLA", "service level agreement"),
                 ("PPE", "personal protective equipment"), ("HR", "human resources"), ("CQC", "Care Quality Commission"),
                 ("EPRR", "emergency preparedness, resilience and response"), ("QIPP", "quality, innovation, productivity and prevention"))
LAWS = (("ukpga", 2012, 7, "Health and Social Care Act 2012"), ("ukpga", 2006, 41, "National Health Service Act 2006"),
        ("ukpga", 2010, 15, "Equality Act 2010"), ("ukpga", 2000, 36, "Freedom of Information Act 2000"),
        ("ukpga", 2018, 12, "Data Protection Act 2018"), ("ukpga", 2010, 23, "Bribery Act 2010"), ("ukpga", 2014, 23, "Care Act 2014"),
        ("uksi", 2015, 102, "Public Contracts Regulations 2015"), ("ukpga", 1998, 42, "Human Rights Act 1998"),
        ("ukpga", 2005, 9, "Mental Capacity Act 2005"), ("ukpga", 1972, 70, "Local Government Act 1972"))
POSTS = ("Head of Buying", "Director of Finance", "Director of Nursing", "Company Secretary", "Caldicott Guardian", "Head of Estates",
         "Chief Pharmacist", "Records Manager", "Director of People", "Head of Audit")
DOCUMENTS = (("Speaking up policy", "EV-HR-03"), ("Buying policy", "EV-FIN-11"), ("Travel policy", "EV-FIN-04"), ("Complaints policy", "EV-QUA-02"),
             ("Records policy", "EV-GOV-09"), ("Safeguarding policy", "EV-QUA-05"), ("Gifts policy", ""), ("Remote working policy", ""))
TITLES = {"statement": "Modern slavery statement, 2025 to 2026", "policy": "Policy on buying, records and decisions",
          "constitution": "Constitution of Example Valley", "pack": "Papers for the meeting of the board in June 2026"}
ORGANISATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<!-- An invented body: no such place, people or figures exist. -->
<organisations xmlns="urn:engross:document:1" xml:lang="en-GB">
  <organisation id="evhp">
    <name>Example Valley Health Partnership</name>
    <short-name>Example Valley</short-name>
    <abbreviation>EVHP</abbreviation>
    <district>Upper Example</district>
    <district>Nether Example</district>
    <district>Sampleford</district>
    <measure name="population" value="123000" unit="people" as-at="2025-06-30" source="Invented for this example"/>
    <measure name="turnover" value="41000000" unit="GBP" as-at="2026-03-31" source="Invented for this example"/>
  </organisation>
</organisations>
"""
TAG = re.compile("<[^>]*>")
TOPICS = ("structure", "policies", "due-diligence", "risk", "effectiveness", "training")
PAPER_SECTIONS = ("Purpose of this paper", "What the board is asked to decide", "What has happened", "What it costs", "Risks and conflicts of interest", "What comes next")


class Section:
    """A planned section: its name, and how much of all matter there is at its end."""

    def __init__(self, name, until, title=None, topic=None):
        self.name, self.until, self.title, self.topic = name, until, title, topic


class Generator:
    def __init__(self, seed, pages, kind, folder):
        self.kind, self.pages, self.folder = kind, pages, folder
        self.random = random.Random(f"{seed} {pages} {kind}")
        self.prose = Prose(self.random)
        self.name = f"{kind}-{pages}"
        self.height, self.whole = 0, pages * PAGE - 1250
        self.pictures = pictures.write(folder / "pictures", self.random, min(12, 2 + pages // 8))
        self.terms = [(f"term-{number}", term) for number, term in enumerate(self.prose.terms(min(60, 4 + pages // 3)), 1)]
        self.unused = list(self.terms)
        self.explained = set()
        self.near = []  # names of tables, figures and clauses to refer back to
        self.counts = {"t": itertools.count(1), "f": itertools.count(1), "c": itertools.count(1)}
        self.calls = 0
        self.placeholders = 2 if kind in ("constitution", "policy") else 0
        self.plan()

    # ---- The plan ----

    def plan(self):
        """Parts (None where there are none) with their sections, then appendices."""
        front = 900 + 75 * len(self.terms)
        behind = {"statement": 0.05, "policy": 0.08, "constitution": 0.18, "pack": 0.04}[self.kind]
        body = self.whole * (1 - behind) - 500
        numbers = {"statement": 8, "policy": max(6, self.pages // 4), "constitution": max(8, self.pages // 3), "pack": max(12, self.pages // 2)}
        each = {"constitution": 4, "pack": 6}.get(self.kind)
        count = numbers[self.kind]
        if each:
            count -= count % each
        sections = [Section(f"section-{number}", front + (body - front) * number / count) for number in range(1, count + 1)]
        self.parts = [(f"part-{number + 1}", sections[number * each:(number + 1) * each]) for number in range(count // each)] if each else [(None, sections)]
        appendices = max(1, min(26, round(self.pages * behind / 6)))
        self.appendices = [Section(f"appendix-{number}", body + (self.whole - 500 - body) * number / appendices) for number in range(1, appendices + 1)]
        self.targets = [section.name for section in sections]
        self.places = {name: number for number, name in enumerate(self.targets)}
        self.here = 0
        if self.kind == "statement":
            for section, topic in zip(sections, TOPICS):
                section.topic = topic
        if self.kind == "pack":
            for _, papers in self.parts:
                for section, title in zip(papers, PAPER_SECTIONS):
                    section.title = title

    # ---- What is written, and how high it will stand ----

    def put(self, *lines):
        self.out.write("\n".join(lines) + "\n")

    def grow(self, text, measure=MEASURE, after=8.5):
        """The height of a paragraph."""
        self.height += LINE * -(-len(TAG.sub("", text)) // measure) + after

    # ---- Within lines ----

    def target(self):
        chance = self.random.random()
        if self.near and chance < 0.35:
            return self.random.choice(self.near)
        if chance < 0.45:
            return self.random.choice(self.appendices).name
        if chance < 0.8:
            return self.targets[min(len(self.targets) - 1, max(0, self.here + self.random.randrange(-4, 5)))]
        return self.random.choice(self.targets)

    def term(self):
        name, term = self.unused.pop() if self.unused else self.random.choice(self.terms)
        return f'<term-ref to="{name}">{term}</term-ref>'

    def law(self):
        kind, year, number, name = self.random.choice(LAWS)
        if kind == "ukpga" and self.random.random() < 0.5:
            section = self.random.randrange(1, 60)
            return f'<legislation-ref type="{kind}" year="{year}" number="{number}" section="{section}">section {section} of the {name}</legislation-ref>'
        return f'<legislation-ref type="{kind}" year="{year}" number="{number}">the {name}</legislation-ref>'

    def link(self):
        topic = self.prose.one("TOPICS")
        return f'<link to="https://www.example.org/guidance/{topic.replace(" ", "-")}">guidance on {topic}</link>'

    def abbreviation(self):
        short, long = self.random.choice(ABBREVIATIONS)
        if short in self.explained:
            return f"<abbr>{short}</abbr>"
        self.explained.add(short)
        return f'<abbr expansion="{long}">{short}</abbr>'

    def on_term(self):
        prose, choice = self.prose, self.random.choice
        return f"{capital(prose.one('ACTORS'))} {choice(('must', 'should', 'may'))} {choice(prose.verbs)[0]} every {self.term()} {prose.one('WHENS')}."

    def special(self):
        """A sentence with something to link, refer, mark or name in it."""
        prose, choice = self.prose, self.random.choice
        form = self.random.randrange(13)
        if form <= 2:
            return self.on_term()
        if form <= 4:
            return f"If {prose.one('CONDITIONS')}, {prose.one('ACTORS')} follows <xref to=\"{self.target()}\"/>."
        if form == 5:
            return f'<xref to="{self.target()}" begins-sentence="yes"/> says more on {prose.one("TOPICS")}.'
        if form == 6:
            return f"This follows from {self.law()}, {prose.one('WHYS')}."
        if form == 7:
            return f"{capital(prose.one('PEOPLE'))} can read our {self.link()} at any time."
        if form == 8:
            return f"The {self.abbreviation()} is shown to {prose.one('ACTORS')} {prose.one('WHENS')}."
        if form == 9:
            return f"The <role>{choice(POSTS)}</role> must {prose.action()} {prose.one('WHENS')}."
        if form == 10:
            name, reference = choice(DOCUMENTS)
            return f'The <document-ref{f" reference=" + chr(34) + reference + chr(34) if reference else ""}>{name}</document-ref> holds as well, {prose.one("WHYS")}.'
        if form == 11:
            tongue, words, meaning = choice(LANGUAGES)
            return f'{capital(prose.one("PEOPLE"))} may ask for <span xml:lang="{tongue}">{words}</span>, {meaning}.'
        return f"{capital(prose.one('ACTORS'))} must <strong>never</strong> {prose.action()} without a witness."

    def call(self):
        """A footnote; one in ten is longer than most paragraphs."""
        self.calls += 1
        text = self.prose.sentences(self.random.randrange(5, 9) if self.calls % 10 == 0 else self.random.randrange(1, 3))
        self.grow(text, after=4)
        return f"<note>{text}</note>"

    def passage(self, most=6):
        """The sentences of a paragraph."""
        sentences, words = [], 0
        for _ in range(self.random.choice((1, 2, 2, 3, 3, 3, 4, 4, 5, 6)[:most + 4])):
            if self.unused and self.random.random() < 0.2:  # each term is used, and most of them soon
                sentence = self.on_term()
            else:
                sentence = self.special() if self.random.random() < 0.22 else self.prose.sentence()
            words += len(TAG.sub(" ", sentence).split()) + 6 * sentence.count("<xref")
            if words > 112:
                break
            sentences.append(sentence)
        if self.random.random() < 0.10:
            sentences[-1] += self.call()
        if self.placeholders and self.height > self.whole * 0.3 * (3 - self.placeholders):
            self.placeholders -= 1
            sentences.append(f'The date is <placeholder ask="the governance team">when {self.prose.one("OBJECTS")} will be ready</placeholder>.')
        return " ".join(sentences)

    # ---- Blocks ----

    def paragraph(self):
        text = self.passage()
        self.grow(text)
        self.put(f"<p>{text}</p>")

    def listing(self, depth=1):
        kind = self.random.choice(("", "", "", ' kind="number"', ' kind="letter"', ' kind="roman"'))
        if depth == 1:
            lead = f"{capital(self.prose.one('ACTORS'))} has these tasks:"
            self.grow(lead)
            self.put(f"<p>{lead}</p>")
        self.put(f"<list{kind}>")
        for _ in range(self.random.randrange(2, 7)):
            text = self.prose.phrase() + (self.call() if self.random.random() < 0.02 else "")
            self.grow(text, MEASURE - 4 * depth, 2)
            if depth < 3 and self.random.random() < 0.1:
                self.put(f"<item>{text}:")
                self.listing(depth + 1)
                self.put("</item>")
            else:
                self.put(f"<item>{text}</item>")
        self.put("</list>")

    def table(self):
        name = f"table-{next(self.counts['t'])}"
        columns = self.random.choice((3, 4, 4, 5))
        rows = self.random.choice((4, 5, 6, 8, 10, 12, 18, 30)) if self.pages >= 20 else self.random.randrange(3, 7)
        words = self.random.randrange(1, columns - 1)  # columns of words; figures fill the others
        heads = [capital(self.prose.one("NOUNS")) for _ in range(words)]
        year = self.random.randrange(2010, 2018)
        heads += [f"{number + year}" for number in range(columns - 1 - words)]
        caption = capital(self.prose.one("TOPICS")) + f", {year} to {year + 8}"
        if self.random.random() < 0.1:
            caption += self.call()
        summary = f' summary="One row for each subject, with {columns - 1} columns of what is known of it."' if self.random.random() < 0.2 else ""
        self.put(f'<table id="{name}"{summary}>', f"<caption>{caption}</caption>",
                 "<columns>" + "<column/>" * (words + 1) + '<column align="decimal"/>' * (columns - 1 - words) + "</columns>",
                 '<row header="yes">' + "".join(f"<cell>{head}</cell>" for head in [self.random.choice(("Service", "District", "Subject"))] + heads) + "</row>")
        width = MEASURE // columns - 4
        for subject in self.random.sample(self.prose.lists["TOPICS"], rows):
            cells = [self.cell() for _ in range(words)]
            deep = max(-(-len(TAG.sub("", text)) // width) for text in [*cells, subject])
            cells += [f"{self.random.randrange(1, 20000):,}" for _ in range(columns - 1 - words)]
            self.put(f'<row><cell header="yes">{capital(subject)}</cell>' + "".join(f"<cell>{cell}</cell>" for cell in cells) + "</row>")
            self.height += 16 * deep + 13
        self.put("</table>")
        self.height += 70
        self.near.append(name)

    def cell(self):
        chance = self.random.random()
        if chance < 0.02:
            return capital(self.prose.action()) + self.call()
        if chance < 0.05:
            return f"<p>{capital(self.prose.action())}.</p><list><item>{self.prose.one('OBJECTS')}</item><item>{self.prose.one('TOPICS')}</item></list>"
        if chance < 0.08:
            return f'See <xref to="{self.target()}"/>'
        return capital(self.random.choice((self.prose.action, lambda: self.prose.one("ADJECTIVES"), lambda: self.prose.one("WHENS")))())

    def figure(self):
        name = f"figure-{next(self.counts['f'])}"
        source, alternative = self.random.choice(self.pictures)
        topic, year = self.prose.one("TOPICS"), self.random.randrange(2012, 2026)
        self.put(f'<figure id="{name}" src="{source}" width="{self.random.choice((80, 100, 110))}mm">', f"<alt>{alternative}</alt>",
                 f"<caption>{capital(topic)}: contacts in each quarter of {year}</caption>", "</figure>")
        self.height += 195
        self.near.append(name)

    def quotation(self):
        text = self.prose.sentences(self.random.randrange(2, 5))
        self.grow(text, MEASURE - 5, 26)
        self.put(f"<quote><p>{text}</p></quote>")

    def block(self):
        chance = self.random.random()
        if chance < 0.62:
            self.paragraph()
        elif chance < 0.82:
            self.listing()
        elif chance < 0.92:
            self.table()
        elif chance < 0.95:
            self.figure()
        elif chance < 0.98:
            self.quotation()
        else:
            self.paragraph()
        del self.near[:-40]

    # ---- Clauses ----

    def clause(self, depth=1):
        """A clause without a title; the second level is (a), the third (i)."""
        name = f"clause-{next(self.counts['c'])}"
        deeper = depth < 3 and self.random.random() < (0.35, 0.2)[depth - 1]
        if deeper:
            text = f"{capital(self.prose.one('ACTORS'))} must:" if depth == 1 else f"{self.prose.action()}, and if {self.prose.one('CONDITIONS')}:"
        else:
            text = self.passage(3) if depth == 1 else f"{self.prose.phrase()};"
        self.grow(text, MEASURE - 6 * depth, 6)
        if not deeper:
            self.put(f'<clause id="{name}"{self.formerly() if depth == 1 else ""}><p>{text}</p></clause>')
        else:
            self.put(f'<clause id="{name}"><p>{text}</p>')
            for _ in range(self.random.randrange(2, 6)):
                self.clause(depth + 1)
            self.put("</clause>")
        self.near.append(name)

    def clauses(self, until):
        """Titled clauses, each with clauses of its own; between them, now and then, a table or a figure."""
        while self.height < until:
            title = self.prose.heading()
            self.put(f'<clause id="clause-{next(self.counts["c"])}"{self.formerly()}><title>{title}</title>')
            self.height += 46
            for _ in range(self.random.randrange(3, 8)):
                self.clause()
            chance = self.random.random()
            if chance < 0.15:
                self.table()
            elif chance < 0.2:
                self.figure()
            self.put("</clause>")
            del self.near[:-40]

    # ---- Divisions ----

    def formerly(self):
        """Now and then an attribute with the number that a provision had before."""
        if self.random.random() < 0.95:
            return ""
        return f' formerly="{self.random.randrange(1, 20)}.{self.random.randrange(1, 9)}"'

    def section(self, section):
        self.here = self.places.get(section.name, self.here)
        topic = f' topic="{section.topic}"' if section.topic else ""
        title = section.title or self.prose.heading()
        self.put(f'<section id="{section.name}"{topic}{self.formerly()}>', f"<title>{title}</title>")
        self.height += 68
        if self.kind == "constitution":
            self.paragraph()
            self.clauses(section.until)
        else:
            if section.topic == "effectiveness":
                self.indicators()
            self.paragraph()
            middle = (self.height + section.until) / 2
            self.blocks(middle)
            self.put(f'<section id="{section.name}-more">', f"<title>{self.prose.heading()}</title>")
            self.height += 50
            self.paragraph()
            self.blocks(section.until)
            self.put("</section>")
        self.put("</section>")

    def blocks(self, until):
        while self.height < until:
            self.block()

    def appendix(self, section):
        own = ' numbering="own"' if self.kind == "constitution" and section is self.appendices[-1] else ""
        self.put(f'<appendix id="{section.name}"{own}>', f"<title>{self.prose.heading()}</title>")
        self.height += 68
        self.paragraph()
        while self.unused and section is self.appendices[-1]:
            self.put(f"<p>{self.on_term()}</p>")
            self.height += 2 * LINE + 8.5
        if self.kind == "constitution":
            self.put(f'<section id="{section.name}-rules">', f"<title>{self.prose.heading()}</title>")
            self.clauses(section.until)
            self.put("</section>")
        else:
            self.blocks(section.until)
        self.put("</appendix>")

    def indicators(self):
        self.put('<indicators id="results">', "<caption>Results in two years</caption>")
        for topic in self.random.sample(self.prose.lists["TOPICS"], 5):
            self.put(f'<indicator unit="percent"><name>Contracts checked for {topic}</name><this-year value="{self.random.randrange(60, 100)}"/>'
                     f'<year-before value="{self.random.randrange(30, 90)}"/></indicator>')
            self.height += 45
        self.put("</indicators>")
        self.near.append("results")

    def definitions(self):
        self.put("<definitions>")
        for name, term in self.terms:
            text = f"{capital(self.random.choice(('a', 'any', 'each')))} {term.split()[1]} that {self.prose.one('ACTORS')} must {self.random.choice(self.prose.verbs)[0]} {self.prose.one('WHENS')}."
            text = text.replace("A interest", "An interest").replace("A expenditure", "An expenditure")
            self.grow(text, MEASURE, 25)
            self.put(f'<definition id="{name}"><term>{capital(term)}</term><p>{text}</p></definition>')
        self.put("</definitions>")

    # ---- The whole ----

    def control(self):
        period = '<period from="2025-04-01" to="2026-03-31"/>' if self.kind == "statement" else ""
        published = '<published date="2026-06-25" address="https://www.example.org/published"/>'
        self.put("<control>", f"<title>{TITLES[self.kind]}</title>", f"<short-title>{TITLES[self.kind]}</short-title>",
                 "<subject>An invented document, made to try out the setting of long ones.</subject>", "<keyword>governance</keyword>",
                 "<reference>EV-GOV-12</reference>", '<version label="2.0" sequence="3" status="approved" date="2026-06-18"/>',
                 f'<issuer org="{ORGANISATION}"/>', "<owner>Director of Specimens</owner>", "<author>Sam Specimen, Governance Team</author>", period,
                 f'<approval org="{ORGANISATION}" body="audit committee" role="recommend" date="2026-06-04" minute="minute 26/31"/>',
                 f'<approval org="{ORGANISATION}" body="board" role="approve" date="2026-06-18" minute="minute 26/47"/>',
                 '<effective-from date="2026-06-18"/>', published, '<review-by date="2027-06-30"/>', "<read-with>Speaking up policy</read-with>",
                 "<equality-impact>Assessed on 21 May 2026: no group is put at a disadvantage</equality-impact>",
                 "<classification>Public</classification>", "<foi-class>policies</foi-class>", "</control>")
        self.height += 620

    def declaration(self):
        self.put('<section id="approval">', "<title>Declaration and approval</title>", "<declaration>",
                 "<p>We make this statement under section 54(1) of the Modern Slavery Act 2015. It is our slavery and human trafficking "
                 "statement for the financial year ended 31 March 2026.</p>", "</declaration>",
                 f'<signature org="{ORGANISATION}">', "<name>Alex Example</name>", "<post>Chair of the board</post>",
                 '<signed date="2026-06-22"/>', "</signature>", "</section>")
        self.height += 260

    def history(self):
        self.put("<history>", '<release label="2.0" date="2026-06-18" status="approved">', f"<change>{self.prose.sentence()}</change>", "</release>",
                 '<release label="1.1" date="2025-05-02" status="for-approval">', f"<change>{self.prose.sentence()}</change>",
                 f"<change>{self.prose.sentence()}</change>", "</release>", "</history>")

    def write(self):
        (self.folder / "organisations.xml").write_text(ORGANISATIONS, encoding="utf-8")
        root = "policy" if self.kind == "pack" else self.kind
        with (self.folder / f"{self.name}.xml").open("w", encoding="utf-8", newline="\n") as self.out:
            basis = ' basis="statutory"' if self.kind == "statement" else ""
            self.put('<?xml version="1.0" encoding="UTF-8"?>', "<!-- Made by tests/bench/generate.py. The body, its people and its figures are invented. -->",
                     f'<{root} xmlns="urn:engross:document:1" id="{self.name}"{basis} xml:lang="en-GB">')
            self.control()
            if self.kind == "statement":
                self.put('<contents levels="2"/>')
            self.put(f'<p><fact of="{ORGANISATION}" name="name"/> serves <fact of="{ORGANISATION}" name="districts"/>. The population is '
                     f'<fact of="{ORGANISATION}" name="population" dated="yes"/>.</p>')
            self.paragraph()
            self.definitions()
            for part, sections in self.parts:
                if part:
                    self.put(f'<part id="{part}">', f"<title>{self.prose.heading()}</title>")
                    self.height += 68
                for section in sections:
                    self.section(section)
                if part:
                    self.put("</part>")
            if self.kind == "statement":
                self.declaration()
            for appendix in self.appendices:
                self.appendix(appendix)
            self.history()
            self.put(f"</{root}>")


def main():
    arguments = argparse.ArgumentParser(description="Makes a long document, as an office might write it.")
    arguments.add_argument("seed", type=int)
    arguments.add_argument("pages", type=int)
    arguments.add_argument("folder", type=pathlib.Path)
    arguments.add_argument("--kind", choices=tuple(TITLES), default="constitution")
    chosen = arguments.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    generator = Generator(chosen.seed, chosen.pages, chosen.kind, chosen.folder)
    generator.write()
    print(generator.name)


if __name__ == "__main__":
    main()
