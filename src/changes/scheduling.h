/* scheduling.h: what the modules share while one schedule of amendments is made. Within changes only.
 *
 * schedule.c makes the document and its instructions; schedule_decision.c says who is asked for what,
 * and what belongs together; schedule_numbers.c which numbers follow.
 */
#ifndef ENGROSS_CHANGES_SCHEDULING_H
#define ENGROSS_CHANGES_SCHEDULING_H

#include "changes/amendment.h"
#include "changes/schedule.h"

struct making {
    const struct comparison *comparison;
    const struct ground *grounds;
    struct arena *arena;
    struct addresses addresses;
    struct amending amending;
    const struct instructions *instructions;
    const char *old, *new;  /* the versions in words */
    const char **approvers; /* by the index of an instruction: whose approval it needs, in words */
    const char *said;       /* the approvers that the reader of an instruction has been told of already, likewise */
    const char *usual;      /* whose approval most instructions need, in words; "" when it is none, or not known */
    struct node *root;
};

typedef LIST(const char *) string_list;

struct node *schedule_paragraph(struct making *making, struct node *parent, const char *words);
/* A section with a heading, at the end of the document. */
struct node *schedule_section(struct making *making, const char *title);
struct node *schedule_list(struct making *making, struct node *parent, enum node_numbering numbering);
/* The body of a new item. */
struct node *schedule_item(struct making *making, struct node *list, const char *label);
/* The first letter of a paragraph, if the program wrote it, becomes a capital. */
void schedule_capital(struct making *making, struct node *paragraph);
bool schedule_holds(const string_list *list, const char *string);
/* Whose approval an instruction needs, in words; "" when nobody's. */
const char *schedule_approvers(const struct making *making, const struct instruction *instruction);

void schedule_decision(struct making *making);
void schedule_numbers(struct making *making);

#endif
