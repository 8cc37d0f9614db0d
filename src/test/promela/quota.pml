/*
 * Never over the quota while it changes hands. Replica A holds the partitions and with them a permit; B follows it once
 * the broker has reassigned them. There is one permit, since each is on its own (src/docs/invariants.md).
 *
 * Time is told by ages, which count up to where more makes no difference, and by what remains, which counts down to 0:
 * so the model is finite and runs forever. A tick may come at any point, even if somebody has something to do: A and B
 * freeze, heartbeats and their answers are late or lost, everywhere and for any time. Only the network must deliver a
 * request within TRAVEL.
 *
 * Assumed: the check of the lease and the write that follows are one step; a former coordinator answers at most once
 * before the client finds the present one; a replica that gives the partitions up waits for its request first.
 *
 * Planted faults: -DNO_MARGIN, -DPERMIT_AT_REQUEST, -DFIRST_ANSWER.
 */
#define WINDOW     2   /* the quota is one request in any WINDOW */
#define SESSION    6   /* the broker reassigns the partitions of a member that was silent for so long */
#define TRAVEL     2   /* a request is counted at most so long after it was sent */
#define PAUSE      2   /* a replica that did not look for longer was frozen */
#ifdef NO_MARGIN
#define LEASE      SESSION
#else
#define LEASE      (SESSION - TRAVEL)
#endif

#define A 0
#define B 1
#define max(a, b)       ((a) > (b) -> (a) : (b))
#define min(a, b)       ((a) < (b) -> (a) : (b))
#define up(age, most)   age = min(age + 1, most)
#define down(rest)      rest = max(rest, 1) - 1
#define minus(a, b)     (max(a, b) - (b))

/* The service. */
byte counted = 0;                 /* age of the last request that it counted */

/* The broker. */
bool member = true;               /* A is a member of the group and owns the partitions */
byte silent = 0;                  /* age of A's last heartbeat there */

/* What a replica knows. */
bool holds[2];                    /* the partitions are its own, it believes */
bool flying[2];                   /* its request is on the way */
byte sent[2];                     /* age of that request */
byte permit[2];                   /* rest of the time for which it may not send */

/* A's heartbeats: one at a time is on the way. */
mtype = { NONE, ASKED, ANSWERED, REFUSED, FORMER };
mtype heartbeat = NONE;
byte asked;                       /* its age */
bool former;                      /* the last answer was a former coordinator's */
bool evicted;                     /* the client knows, and the next poll takes the partitions away */

/* A's lease, kafka.Lease in small. */
bool answered;                    /* since the last look */
byte slowest;                     /* how long an answer took at most */
byte looked;                      /* age of the last look */
byte trusted;                     /* heartbeats of a greater age count for nothing */
byte lease = LEASE;               /* rest of it; so are the next three */
byte promised;
byte confirmed;
byte until = min(LEASE, PAUSE);   /* how long requests may leave */
bool polled;                      /* a turn is a poll and then a look */

inline tick() {
    up(counted, WINDOW); up(silent, SESSION);
    if :: flying[A] -> up(sent[A], TRAVEL) :: else fi;
    if :: flying[B] -> up(sent[B], TRAVEL) :: else fi;
    down(permit[A]); down(permit[B]);
    if
    :: holds[A] ->
        if :: heartbeat != NONE -> up(asked, LEASE) :: else fi;
        up(looked, PAUSE + 1); up(trusted, PAUSE + LEASE);
        down(lease); down(promised); down(confirmed); down(until)
    :: else
    fi
}

inline lost() {
    holds[A] = false;
    heartbeat = NONE; asked = 0; former = false; evicted = false; answered = false; slowest = 0;
    looked = 0; trusted = 0; lease = 0; promised = 0; confirmed = 0; until = 0; polled = false
}

inline look() {
    if
    :: looked > PAUSE -> trusted = 0; lease = 0; promised = 0; confirmed = 0; until = 0
    :: else ->
        lease = max(lease, confirmed);
        if
        :: answered && looked + slowest <= trusted ->
            confirmed = promised;
            promised = minus(LEASE, looked + slowest);
#ifdef FIRST_ANSWER
            lease = max(lease, promised)
#endif
        :: else
        fi;
        until = min(lease, PAUSE)
    fi;
    answered = false; looked = 0; polled = false
}

inline send(r) {
    flying[r] = true;
#ifdef PERMIT_AT_REQUEST
    permit[r] = WINDOW
#endif
}

/* The answer comes at once: where it comes later, or never, the permit comes later too. */
inline count(r) {
    assert(counted >= WINDOW);
    counted = 0; flying[r] = false; sent[r] = 0;
#ifndef PERMIT_AT_REQUEST
    permit[r] = WINDOW
#endif
}

init {
    /* A was just assigned the partitions; a request of the replica before it is counted now. */
    holds[A] = true;
    permit[A] = WINDOW;

    do
    :: (!(flying[A] && sent[A] == TRAVEL) && !(flying[B] && sent[B] == TRAVEL)) -> d_step { tick() }

    /* A heartbeat, and what becomes of it. */
    :: (holds[A] && heartbeat == NONE) -> d_step { heartbeat = ASKED }
    :: (heartbeat == ASKED && member) -> d_step { heartbeat = ANSWERED; silent = 0 }
    :: (heartbeat == ASKED && !member) -> d_step { heartbeat = REFUSED }
    :: (heartbeat == ASKED && !former) -> d_step { heartbeat = FORMER }
    :: (heartbeat != NONE) -> d_step { heartbeat = NONE; asked = 0 }
    :: (heartbeat == ANSWERED || heartbeat == REFUSED || heartbeat == FORMER) -> d_step {
        answered = true;
        slowest = max(slowest, asked);
        former = (heartbeat == FORMER);
        evicted = (evicted || heartbeat == REFUSED);
        heartbeat = NONE;
        asked = 0 }

    /* A's loop. */
    :: (holds[A] && !polled && evicted) -> d_step { lost() }
    :: (holds[A] && !polled && !evicted) -> d_step { polled = true }
    :: (holds[A] && polled) -> d_step { look() }

    /* The broker reassigns: A's session is over, or A gave the partitions up. */
    :: (member && silent == SESSION) -> d_step { member = false }
    :: (member && holds[A] && !flying[A]) -> d_step { lost(); member = false }
    :: (!member && !holds[B]) -> d_step { holds[B] = true; permit[B] = WINDOW }

    /* Requests. B's lease is taken to be good. */
    :: (holds[A] && !flying[A] && permit[A] == 0 && until > 0) -> d_step { send(A) }
    :: (holds[B] && !flying[B] && permit[B] == 0) -> d_step { send(B) }
    :: (flying[A]) -> d_step { count(A) }
    :: (flying[B]) -> d_step { count(B) }
    od
}
