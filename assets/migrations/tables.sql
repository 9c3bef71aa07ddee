-- Views of both logs: dropped and built again whenever this text changes. Nothing here is believed;
-- `liuhen verify` compares every row with what the logs say.

-- Which events belong to which matter's story.
CREATE TABLE act (
    matter TEXT    NOT NULL,
    seq    INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    area   TEXT    NOT NULL,
    actor  TEXT,
    at     INTEGER NOT NULL,
    PRIMARY KEY (matter, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX act_by_area ON act (area, seq);
CREATE INDEX act_by_seq ON act (seq);

-- What the log of reads says, without its contents: last sign-ins, failures, who looked at what.
CREATE TABLE look (
    seq    INTEGER PRIMARY KEY,
    at     INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    actor  TEXT,
    matter TEXT    NOT NULL
) STRICT;
CREATE INDEX look_by_actor ON look (actor, kind, seq);
CREATE INDEX look_by_matter ON look (matter, kind);

-- The complete nodes of both logs' trees from the eighth level up: one for every 256 events, and what lies
-- above.
CREATE TABLE tile (
    log   INTEGER NOT NULL,
    level INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    hash  BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (log, level, n)
) STRICT, WITHOUT ROWID;

-- The same command handed in twice is one event.
CREATE TABLE command (
    id  TEXT    PRIMARY KEY,
    seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Lines of the command line that became an act under an id of their own, each by a sum under a secret of the
-- register's. No view of the logs: empty when the tables were made again, and compared with nothing.
CREATE TABLE said (
    id     TEXT    PRIMARY KEY,
    person TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    key    TEXT    NOT NULL,
    sum    BLOB    NOT NULL CHECK (length(sum) = 32),
    heard  TEXT    NOT NULL,
    seq    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX said_by_age ON said (at);

-- One row per matter, over all kinds.
CREATE TABLE matter (
    id         TEXT    PRIMARY KEY,
    kind       TEXT    NOT NULL,
    ref        TEXT    NOT NULL,
    record     TEXT,
    meeting    TEXT,
    committee  TEXT,
    state      TEXT    NOT NULL,
    open       INTEGER NOT NULL,
    begun_at   INTEGER NOT NULL,
    since      INTEGER NOT NULL,
    -- When the register itself acts if nobody else does.
    silent_at  INTEGER,
    updated_at INTEGER NOT NULL,
    -- Known to those alone whom it concerns by name.
    sealed     INTEGER NOT NULL
) STRICT;
-- Names are given once; where a forged log gives one twice, both matters are there to be seen.
CREATE INDEX matter_by_ref ON matter (ref);
CREATE INDEX matter_by_record ON matter (record) WHERE record IS NOT NULL;
CREATE INDEX matter_by_meeting ON matter (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX matter_silent ON matter (silent_at) WHERE silent_at IS NOT NULL;
CREATE INDEX matter_open ON matter (record) WHERE open;
CREATE INDEX matter_by_kind ON matter (kind, begun_at);

-- What the list of records shows and filters by.
CREATE TABLE record (
    id            TEXT    PRIMARY KEY,
    ref           TEXT    NOT NULL,
    ref_folded    TEXT    NOT NULL,
    number        TEXT,
    year          INTEGER,
    ordinal       INTEGER,
    recorder      TEXT    NOT NULL,
    unit          TEXT    NOT NULL,
    -- The unit that has the case: what a list may tell, for the recorder's own would tell of him.
    case_unit     TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    submitted     INTEGER NOT NULL,
    stream        TEXT    NOT NULL,
    -- Every case, one a line.
    cases         TEXT    NOT NULL,
    -- The same with names masked in what is no number.
    cases_mask    TEXT    NOT NULL,
    occurred      INTEGER NOT NULL,
    recorded      INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    -- The first of its own clocks to run out, the sooner the greater: minus the moment.
    hurry         INTEGER NOT NULL,
    quarter       TEXT    NOT NULL,
    manner        TEXT    NOT NULL,
    urgent        INTEGER NOT NULL,
    -- Urgent and not done with: first in every list.
    pressing      INTEGER NOT NULL,
    -- Somebody is or may be asked for something: a roster or a clock that changes reaches it.
    going         INTEGER NOT NULL,
    late          INTEGER NOT NULL,
    special       INTEGER NOT NULL,
    disputed      INTEGER NOT NULL,
    incomplete    INTEGER NOT NULL,
    -- Another record is about the same person and not about the same event, for whoever sees both.
    repeats       INTEGER NOT NULL,
    inquirer      TEXT    NOT NULL,
    inquirer_mask TEXT    NOT NULL,
    inquirer_unit TEXT    NOT NULL,
    inquirer_unit_mask TEXT NOT NULL,
    -- The register number as it is compared.
    number_folded TEXT    NOT NULL
) STRICT;
-- A list in each of its orders, and the usual order under each value a list can be narrowed to.
CREATE INDEX record_by_recorded ON record (pressing, recorded, id);
CREATE INDEX record_by_occurred ON record (pressing, occurred, id);
CREATE INDEX record_by_touched ON record (pressing, updated_at, id);
CREATE INDEX record_by_due ON record (pressing, hurry, id);
CREATE INDEX record_by_status ON record (status, pressing, recorded, id);
CREATE INDEX record_by_stream ON record (stream, pressing, recorded, id);
CREATE INDEX record_by_unit ON record (case_unit, pressing, recorded, id);
CREATE INDEX record_by_quarter ON record (quarter, pressing, recorded, id);
CREATE INDEX record_by_recorder ON record (recorder, pressing, recorded, id);
CREATE INDEX record_urgent ON record (pressing, recorded, id) WHERE urgent;
CREATE INDEX record_late ON record (pressing, recorded, id) WHERE late;
CREATE INDEX record_special ON record (pressing, recorded, id) WHERE special;
CREATE INDEX record_disputed ON record (pressing, recorded, id) WHERE disputed;
CREATE INDEX record_incomplete ON record (pressing, recorded, id) WHERE incomplete;
CREATE INDEX record_repeats ON record (pressing, recorded, id) WHERE repeats;
CREATE INDEX record_hurries ON record (hurry) WHERE hurry > -9000000000000000000;
CREATE INDEX record_of_unit ON record (unit, pressing, recorded, id) WHERE urgent OR late OR special OR disputed OR status = 'withdrawn';
CREATE INDEX record_by_going ON record (going) WHERE going;
CREATE INDEX record_unsubmitted ON record (recorder) WHERE NOT submitted;
CREATE INDEX record_by_ordinal ON record (year, ordinal) WHERE ordinal IS NOT NULL;

-- What a search looks through, whole and masked, and the initials of the inquirer's name. A row that is changed
-- takes the next place: what stands up to a place stays as it is for ever, or is gone.
CREATE TABLE record_words (
    place      INTEGER PRIMARY KEY,
    record     TEXT NOT NULL UNIQUE,
    words      TEXT NOT NULL,
    words_mask TEXT NOT NULL,
    initials   TEXT NOT NULL
) STRICT;

-- In which of those rows each letter, digit and ideograph stands, and where: of all up to a place, of rows that
-- are gone as well. What came later is read through, and what is found here is looked up in the row.
CREATE VIRTUAL TABLE concordance USING fts5 (words, initials, content = '', columnsize = 0, tokenize = 'ascii');
CREATE TABLE in_concordance (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    upto INTEGER NOT NULL
) STRICT;
INSERT INTO in_concordance (one, upto) VALUES (1, 0);

-- How many submitted records there are under each value, and under each value of all of them together.
-- `marks` are the flags kept as columns, a bit each.
CREATE TABLE tally (
    dim   TEXT    NOT NULL,
    value TEXT    NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (dim, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE cube (
    quarter TEXT    NOT NULL,
    status  TEXT    NOT NULL,
    stream  TEXT    NOT NULL,
    unit    TEXT    NOT NULL,
    marks   INTEGER NOT NULL,
    n       INTEGER NOT NULL,
    PRIMARY KEY (quarter, status, stream, unit, marks)
) STRICT, WITHOUT ROWID;

-- What a record and what hangs on it come to in figures, month by month: a cell a line, its code, its value and
-- how often.
CREATE TABLE figured (
    record TEXT    NOT NULL,
    month  INTEGER NOT NULL,
    cells  TEXT    NOT NULL,
    PRIMARY KEY (record, month)
) STRICT, WITHOUT ROWID;
CREATE INDEX figured_by_month ON figured (month);
-- All of these together; what counts once by how often it came in each quarter of a year, and how many such there
-- are: in each quarter, from the beginning of the year to the end of each, at least once or twice.
CREATE TABLE figure (
    month INTEGER NOT NULL,
    code  TEXT    NOT NULL,
    value TEXT    NOT NULL,
    n     INTEGER NOT NULL,
    PRIMARY KEY (month, code, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE once (
    year  INTEGER NOT NULL,
    code  TEXT    NOT NULL,
    value TEXT    NOT NULL,
    q1    INTEGER NOT NULL,
    q2    INTEGER NOT NULL,
    q3    INTEGER NOT NULL,
    q4    INTEGER NOT NULL,
    PRIMARY KEY (year, code, value)
) STRICT, WITHOUT ROWID;
CREATE TABLE unlike (
    year  INTEGER NOT NULL,
    code  TEXT    NOT NULL,
    least INTEGER NOT NULL,
    q1    INTEGER NOT NULL,
    q2    INTEGER NOT NULL,
    q3    INTEGER NOT NULL,
    q4    INTEGER NOT NULL,
    y1    INTEGER NOT NULL,
    y2    INTEGER NOT NULL,
    y3    INTEGER NOT NULL,
    y4    INTEGER NOT NULL,
    PRIMARY KEY (year, code, least)
) STRICT, WITHOUT ROWID;

-- The cases a record is about, each in its one form.
CREATE TABLE record_case (
    record  TEXT NOT NULL,
    case_no TEXT NOT NULL,
    PRIMARY KEY (record, case_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX record_by_case ON record_case (case_no);

-- For whom a record does not exist, and whom it concerns by name.
CREATE TABLE recused (
    record TEXT NOT NULL,
    person TEXT NOT NULL,
    ground TEXT NOT NULL,
    PRIMARY KEY (record, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX recused_by_person ON recused (person);
-- What a list is sorted by stands beside it once more, so that the list of one person is walked in its order.
CREATE TABLE concerned (
    record   TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    concern  TEXT    NOT NULL,
    pressing INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    PRIMARY KEY (record, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX concerned_by_person ON concerned (person, pressing, recorded, record);

-- To whom a sealed matter is known.
CREATE TABLE knows (
    matter TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (matter, person)
) STRICT, WITHOUT ROWID;

-- Months whose figures a matter that hangs on the organ tells: from whom one of their records is hidden, from him is
-- it too.
CREATE TABLE tells (
    matter TEXT    NOT NULL,
    first  INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (matter, first, last)
) STRICT, WITHOUT ROWID;

-- Custodians to whom a record that waits for its hands shows neither name, date nor case yet.
CREATE TABLE veiled (
    record TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (record, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX veiled_by_person ON veiled (person);

-- Subjects: `same` is what makes two rows the same person (empty where a name stands alone), `name`
-- the folded name, which alone makes nobody the same.
CREATE TABLE subject (
    record TEXT    NOT NULL,
    same   TEXT    NOT NULL,
    name   TEXT    NOT NULL,
    day    INTEGER NOT NULL,
    cases  TEXT    NOT NULL,
    PRIMARY KEY (record, same, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX subject_by_same ON subject (same);
CREATE INDEX subject_by_name ON subject (name);

-- Whose turn it is, and until when by the calendar, days off by law included.
CREATE TABLE turn (
    matter   TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    capacity TEXT    NOT NULL,
    act      TEXT    NOT NULL,
    since    INTEGER NOT NULL,
    clock    TEXT    NOT NULL,
    due      INTEGER NOT NULL,
    PRIMARY KEY (matter, person, act)
) STRICT, WITHOUT ROWID;
CREATE INDEX turn_by_person ON turn (person, due);

-- Counters of gap-free series: records per year, decisions per year.
CREATE TABLE series (
    name TEXT    NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (name, year)
) STRICT, WITHOUT ROWID;

-- Narrow looks at records that need no scope: a number leads to a matter whose visibility is asked
-- afterwards, a recorder's own words come back to him alone, and what is taken out of a count again shows
-- nobody anything.
CREATE INDEX record_by_number ON record (number_folded);
CREATE VIEW numbered AS SELECT id, number_folded AS number FROM record WHERE number IS NOT NULL;
CREATE VIEW own_record AS SELECT id, recorder, occurred, inquirer, inquirer_unit, number_folded FROM record;
CREATE VIEW flagged AS SELECT id, unit FROM record WHERE urgent OR late OR special OR disputed OR status = 'withdrawn';
CREATE VIEW unsubmitted AS SELECT id, recorder FROM record WHERE NOT submitted;
CREATE VIEW placed AS SELECT id, pressing, recorded, occurred AS happened, updated_at, hurry FROM record;
CREATE VIEW at_work AS SELECT id FROM record WHERE going;
CREATE VIEW counted AS SELECT id, recorder, status, stream, case_unit AS unit, quarter,
    urgent | (late << 1) | (special << 2) | (disputed << 3) | (incomplete << 4) | (repeats << 5) AS marks
    FROM record WHERE submitted;

-- How often rows that decide who sees what and whose turn it is were changed, and how much of that was
-- this program's doing, which says so before every commit. A difference is somebody else's hand.
CREATE TABLE touched (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    times INTEGER NOT NULL,
    known INTEGER NOT NULL
) STRICT;
INSERT INTO touched (one, times, known) VALUES (1, 0, 0);
CREATE TRIGGER matter_added AFTER INSERT ON matter BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER matter_changed AFTER UPDATE ON matter BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER matter_removed AFTER DELETE ON matter BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER record_added AFTER INSERT ON record BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER record_changed AFTER UPDATE ON record BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER record_removed AFTER DELETE ON record BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER recused_added AFTER INSERT ON recused BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER recused_changed AFTER UPDATE ON recused BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER recused_removed AFTER DELETE ON recused BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER concerned_added AFTER INSERT ON concerned BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER concerned_changed AFTER UPDATE ON concerned BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER concerned_removed AFTER DELETE ON concerned BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER subject_added AFTER INSERT ON subject BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER subject_changed AFTER UPDATE ON subject BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER subject_removed AFTER DELETE ON subject BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER turn_added AFTER INSERT ON turn BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER turn_changed AFTER UPDATE ON turn BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER turn_removed AFTER DELETE ON turn BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER tells_added AFTER INSERT ON tells BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER tells_changed AFTER UPDATE ON tells BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER tells_removed AFTER DELETE ON tells BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER knows_added AFTER INSERT ON knows BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER knows_changed AFTER UPDATE ON knows BEGIN UPDATE touched SET times = times + 1; END;
CREATE TRIGGER knows_removed AFTER DELETE ON knows BEGIN UPDATE touched SET times = times + 1; END;
