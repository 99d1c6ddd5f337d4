/* help.c: the words of `engross help`, for a governance officer first. The manual
 * (engross.1) says the same at length. */
#include "help.h"

#include <string.h>

static const struct {
    const char *verb;
    const char *text;
} pages[] = {
    {"", "Engross sets the office's documents as accessible PDFs.\n"
         "\n"
         "  engross check  [FILE…]     say everything that is wrong, write nothing\n"
         "  engross build  [FILE…]     write the PDFs to out/\n"
         "  engross watch  [FILE…]     the same, again whenever you save\n"
         "  engross new TYPE NAME      begin a new document\n"
         "  engross list   [DOC…]      say which documents there are, and what is due\n"
         "  engross explain [RULE…]    say why a rule is there, and how to follow it\n"
         "  engross doctor             say whether this machine has what is needed\n"
         "  engross help [VERB]        say more about one of these\n"
         "  engross --version\n"
         "\n"
         "Without a FILE, every document of sources/ is taken.\n"
         "\n"
         "For example:\n"
         "  engross build sources/statements/modern-slavery-2019-20.xml\n"},
    {"check", "engross check [FILE…] [--style NAME] [--layout-report]\n"
              "              [--fail-on=error|warning|layout] [--format=text|json|sarif]\n"
              "              [--on DATE] [-j N] [--quiet] [--home FOLDER]\n"
              "\n"
              "Reads each document and says at which line and column something is wrong and\n"
              "how to mend it. Writes no file. What does not fit on a page, or has no letter\n"
              "in the fonts, shows only when the pages are set: by build, or with --style.\n"
              "References to other documents of the house are looked up by check alone.\n"
              "\n"
              "  --style NAME   set the pages too, in styles/NAME.xml; may be given again\n"
              "  --fail-on=warning  let a warning count as an error does\n"
              "  --layout-report  say too which pages are half empty, which headings have lost\n"
              "                 their text, which rows and notes are divided, and the like\n"
              "  --fail-on=layout  the same, and let what it says count as an error does\n"
              "  --format=json  one JSON object a line, for other programs; sarif is one log\n"
              "  --on DATE      say too what is overdue on that day, or due within six months:\n"
              "                 reviews, publication, approvals, signatures\n"
              "  -j N           work on so many documents at once\n"
              "  --quiet        as text, say nothing about documents without errors\n"
              "  --home FOLDER  the folder that holds sources, styles and fonts\n"
              "\n"
              "Ends with 0 when there is no error, 1 when there is one, 3 when a file cannot\n"
              "be read, 6 when a font or style is missing.\n"},
    {"build", "engross build [FILE…] [-o FILE] [--style NAME] [-j N] [--quiet]\n"
              "              [--layout-report] [--fail-on=error|warning|layout]\n"
              "              [--format=text|json|sarif] [--again] [--timings]\n"
              "              [--dump=document|pages|tags] [--home FOLDER]\n"
              "\n"
              "Checks each document and writes its PDF: out/ID.pdf in the house style, and\n"
              "out/ID-NAME.pdf in another. Prints the path of each. A document with an error\n"
              "gives no PDF, and the older one stays as it was. A document is not set again while\n"
              "nothing that it depends on has changed: its files, the style, the fonts, Engross.\n"
              "\n"
              "  -o FILE        write here (one document, one style)\n"
              "  --style NAME   nhs, large-print, or another of styles/; may be given again\n"
              "  --fail-on=warning  write no PDF when there is a warning either\n"
              "  --layout-report  say too which pages are half empty, which headings have lost\n"
              "                 their text, which rows and notes are divided, and the like\n"
              "  --fail-on=layout  the same, and let what it says count as an error does\n"
              "  --again        set everything, changed or not\n"
              "  --format=json  one JSON object a line, for other programs; sarif is one log\n"
              "  -j N           work on so many documents at once\n"
              "  --quiet        as text, say nothing about documents without errors\n"
              "  --timings      say how long each stage took, and what memory\n"
              "  --dump=WHAT    print the document, the pages or the tags as text instead\n"
              "  --home FOLDER  the folder that holds sources, styles and fonts\n"
              "\n"
              "For example, both styles of everything:\n"
              "  engross build --style nhs --style large-print\n"},
    {"watch", "engross watch [FILE…] [--style NAME] [-j N] [--quiet]\n"
              "              [--fail-on=error|warning] [--format=text|json] [--home FOLDER]\n"
              "\n"
              "Builds, and then waits: whenever you save a document, or anything that it is made\n"
              "of, sets it again and says in one line what became of it, after its findings.\n"
              "New documents in sources/ are found. Ctrl-C ends it, with status 130.\n"
              "\n"
              "  --style NAME   nhs, large-print, or another of styles/; may be given again\n"
              "  --fail-on=warning  write no PDF when there is a warning either\n"
              "  --format=json  one JSON object a line, for other programs\n"
              "  -j N           work on so many documents at once\n"
              "  --quiet        as text, say nothing about documents without errors\n"
              "  --home FOLDER  the folder that holds sources, styles and fonts\n"
              "\n"
              "For example:\n"
              "  engross watch sources/statements/modern-slavery-2019-20.xml\n"},
    {"new", "engross new policy NAME [--title TITLE] [--issuer ORG] [--on DATE]\n"
            "engross new constitution NAME [--title TITLE] [--issuer ORG] [--on DATE]\n"
            "engross new information NAME [--title TITLE] [--issuer ORG] [--on DATE]\n"
            "engross new statement YEAR [--issuer ORG] [--on DATE]\n"
            "engross new statement --from YEAR|FILE [--on DATE]\n"
            "\n"
            "Begins a document in sources/ and prints its path; never over one that is\n"
            "there. NAME becomes its id and the name of its file.\n"
            "\n"
            "With --from a statement is begun from last year's: the dates of its period move\n"
            "on by a year, approvals, signatures and the like become placeholders, and\n"
            "comments that begin with \"Review\" stand before text with dates or figures.\n"
            "\n"
            "  --issuer ORG   an id of sources/organisations.xml; the first when not given\n"
            "  --title TITLE  the title, when it is not to be made from NAME\n"
            "  --on DATE      the date of the first draft, if it is not today\n"
            "\n"
            "For example:\n"
            "  engross new statement --from 2020-21\n"},
    {"list", "engross list [DOC…] [--due] [--on DATE] [--json] [--home FOLDER]\n"
             "\n"
             "Says of each document of sources/ what it is called, its type, version, status,\n"
             "owner, review, language and file. DOC is the id of a document, or its file.\n"
             "\n"
             "  --due          only documents with something overdue, or due within six months:\n"
             "                 reviews, publication, approvals, signatures\n"
             "  --on DATE      count from that day, not from today\n"
             "  --json         one JSON object a line, for other programs, as --format=json\n"
             "  --home FOLDER  the folder that holds sources, styles and fonts\n"
             "\n"
             "For example, what next quarter's meeting will have to see to:\n"
             "  engross list --due --on 2027-04-01\n"},
    {"explain", "engross explain [RULE…] [--format=text|json] [--home FOLDER]\n"
                "\n"
                "Says of each rule why it is there, the clause, criterion or statute that it\n"
                "rests on, and how it looks wrong and right. The name of a rule stands in square\n"
                "brackets after each finding; small letters will do. Without a RULE, lists all\n"
                "of them, one a line.\n"
                "\n"
                "  --format=json  one JSON object a line, for other programs\n"
                "  --home FOLDER  the folder whose rule files are meant\n"
                "\n"
                "For example:\n"
                "  engross explain A11Y-TH\n"},
    {"doctor", "engross doctor [--home FOLDER]\n"
               "\n"
               "Looks at the grammar, the rules, the words, the styles, the fonts and the folder\n"
               "for PDFs, and says of each whether it is as it should be. Ends with 6 when\n"
               "something is not.\n"},
    {"help", "engross help [VERB]\n\nSays what a verb does.\n"},
};

bool help_print(FILE *out, const char *verb) {
    if (!verb)
        verb = "";
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (strcmp(pages[i].verb, verb) == 0) {
            fputs(pages[i].text, out);
            return true;
        }
    return false;
}
