/* jobs.h: many documents at once, each in a process of its own. */
#ifndef ENGROSS_JOBS_H
#define ENGROSS_JOBS_H

#include <stddef.h>

#include "pipeline.h"

/* Runs every request, at most `workers` at a time, and hands each outcome to `done` in the order of the requests,
 * whatever order they end in. What is known already needs no work; one request,
 * or one worker, needs no other process. A worker that dies gives an outcome
 * of status 70 that says so. */
void jobs_run(const struct request *requests, size_t count, size_t workers,
              void (*done)(void *context, const struct request *request, const struct outcome *outcome), void *context);

#endif
