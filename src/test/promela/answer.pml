/*
 * One answer: one created record, two replicas with a transactional id each, Kafka's two coordinators, and who reads
 * committed answers. A request is late by any time, or lost, or its answer is; replicas freeze and crash; the group
 * rebalances, and who lost the partition may not know.
 *
 * Assumed of Kafka, by its protocol: a transaction takes effect as a whole or not at all; offsets are refused if the
 * group's generation that sent them is over; who begins a partition waits while a transaction holds offsets of it (it
 * reads them with requireStable); another producer epoch aborts the transaction before, and older epochs are refused.
 *
 * Planted faults: an attempt without an answer is -DBELIEVED to have been committed, is -DRETRIED as if it had not been,
 * or is looked up in the -DSAME_EPOCH; a partition begins although its offsets are -DUNSTABLE; a -DSTALE generation is
 * not refused.
 */
#ifndef CHANGES
#define CHANGES 3                 /* generations of the group, and epochs of each producer, in a run */
#endif

/* What a replica makes of the record. */
mtype = { NOT_OURS, LOADING, READY, WRITING, ADDING, COMMITTING, UNANSWERED, REOPENED, DONE };
mtype state[2] = NOT_OURS;
byte generation[2];               /* its own, as far as it knows */
byte epoch[2];                    /* of its producer */

/* The group's coordinator. */
byte current = 1;                 /* generation */
byte owner = 0;
bool committed;                   /* the offsets say that the record is done */

/* The transactions' coordinator: for each producer its epoch and its transaction. */
byte valid[2];
bool answer[2];                   /* it holds an answer to the record */
bool offsets[2];                  /* it holds the record's offset */

/* Requests that are on the way, with the epoch and the generation that sent them. */
bool add[2];
byte addEpoch[2];
byte addGeneration[2];
bool commit[2];
byte commitEpoch[2];

#ifdef STALE
#define ofNow(generation) true
#else
#define ofNow(generation) (generation == current)
#endif

/* The answer to the newest request. */
mtype = { NOTHING, AGREED, REFUSED };
mtype reply[2] = NOTHING;

byte answers;                     /* that a reader of committed records sees */

inline finish(r) {
    if
    :: answer[r] -> answers++; committed = (committed || offsets[r])
    :: else
    fi;
    abort(r);
    assert(answers <= 1 && committed == (answers == 1))
}

inline abort(r) {
    answer[r] = false;
    offsets[r] = false
}

inline anotherEpoch(r) {
    abort(r);
    valid[r]++;
    epoch[r] = valid[r];
    reply[r] = NOTHING
}

inline look(r) {
    if
    :: committed -> state[r] = DONE
    :: else -> state[r] = READY
    fi
}

active [2] proctype replica() {
    byte r = _pid;
    do
    /* It hears, at some time, that it owns the partition, or no longer. */
    :: d_step { (owner == r && generation[r] < current &&
            (state[r] == NOT_OURS || state[r] == READY || state[r] == DONE)) ->
        generation[r] = current; state[r] = LOADING }
    :: d_step { (owner != r && (state[r] == READY || state[r] == REOPENED || state[r] == DONE)) -> state[r] = NOT_OURS }
#ifdef UNSTABLE
    :: d_step { (state[r] == LOADING) -> look(r) }
#else
    :: d_step { (state[r] == LOADING && !offsets[0] && !offsets[1]) -> look(r) }
#endif

    /* A transaction: the answer, the offset, the commit. Any step may stay without an answer. */
    :: d_step { (state[r] == READY && epoch[r] == valid[r]) -> answer[r] = true; state[r] = WRITING }
    :: d_step { (state[r] == WRITING) ->
        add[r] = true; addEpoch[r] = epoch[r]; addGeneration[r] = generation[r]; state[r] = ADDING }
    :: d_step { (state[r] == ADDING && reply[r] == AGREED) ->
        reply[r] = NOTHING; commit[r] = true; commitEpoch[r] = epoch[r]; state[r] = COMMITTING }
    :: d_step { (state[r] == COMMITTING && reply[r] == AGREED) ->
        reply[r] = NOTHING; assert(committed); state[r] = DONE }
    :: d_step { (state[r] == READY || state[r] == WRITING || state[r] == ADDING || state[r] == COMMITTING) ->
        reply[r] = NOTHING; state[r] = UNANSWERED }

    /* An attempt without an answer: another epoch first, then a look at the committed offsets. */
#ifdef BELIEVED
    :: d_step { (state[r] == UNANSWERED) -> assert(committed); state[r] = DONE }
#endif
#ifdef RETRIED
    :: d_step { (state[r] == UNANSWERED && valid[r] < CHANGES) -> anotherEpoch(r); state[r] = READY }
#endif
#ifdef SAME_EPOCH
    :: d_step { (state[r] == UNANSWERED) -> abort(r); state[r] = REOPENED }
#endif
    :: d_step { (state[r] == UNANSWERED && valid[r] < CHANGES) -> anotherEpoch(r); state[r] = REOPENED }
    :: d_step { (state[r] == REOPENED) -> look(r) }

    /* A crash, and a start. */
    :: d_step { (valid[r] < CHANGES) -> anotherEpoch(r); generation[r] = 0; state[r] = NOT_OURS }
    od
}

active proctype kafka() {
    byte r;
    do
    :: d_step { (current < CHANGES) -> current++; owner = 1 - owner }
    :: d_step { (current < CHANGES) -> current++ }
    :: atomic {
        if :: r = 0 :: r = 1 fi;
        if
        :: (add[r] && addEpoch[r] == valid[r] && answer[r] && ofNow(addGeneration[r])) ->
            add[r] = false; offsets[r] = true; reply[r] = AGREED
        :: (add[r]) -> add[r] = false; reply[r] = REFUSED          /* or lost */
        :: (commit[r] && commitEpoch[r] == valid[r]) -> commit[r] = false; finish(r); reply[r] = AGREED
        :: (commit[r]) -> commit[r] = false; reply[r] = REFUSED
        :: (answer[r] && valid[r] < CHANGES) -> abort(r); valid[r]++    /* its time is up */
        :: else
        fi }
    od
}
