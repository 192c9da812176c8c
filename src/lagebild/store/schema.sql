-- The case file, version 2: one SQLite database ("belarus.lage"), documented in docs/case-file.md.
--
-- Everything is append-only: triggers refuse changes. Readings and marks are derived and can be made again; `question`,
-- `decision` and `issued` are what people did. What `link` makes of the marks is made anew whenever it is asked for.
-- JSON columns hold the mark format (data/mark.schema.json, absent fields left out) or a core noun field by field.

-- What the case is about; the newest number is the one in force.
CREATE TABLE question (
  number INTEGER PRIMARY KEY,
  added  TEXT NOT NULL,                               -- ISO 8601, UTC; so are all `added` columns
  toml   TEXT NOT NULL,
  catalogue TEXT                                      -- the question's own catalogue of signs, TOML; NULL: a built-in one
) STRICT;

-- A report, known by its identity: SHA-256 of its URL, else of its bytes and a record key.
CREATE TABLE document (
  id    TEXT PRIMARY KEY,
  added TEXT NOT NULL
) STRICT;

-- One cleaning of a document, with what was known about the document when it was made. A page that has changed,
-- or a newer cleaner, adds a reading; the one with the highest number is in force.
CREATE TABLE reading (
  id           INTEGER PRIMARY KEY,
  document     TEXT NOT NULL REFERENCES document (id),
  number       INTEGER NOT NULL,
  added        TEXT NOT NULL,
  cleaner      INTEGER NOT NULL,                      -- the number that gather gave, of its way of cleaning
  digest       TEXT NOT NULL,                         -- SHA-256 of what was read: see rows.reading_digest
  title        TEXT,
  url          TEXT,
  publisher    TEXT,
  author       TEXT,
  published    TEXT,                                  -- ISO 8601 date, date and time, or interval earliest/latest
  published_by TEXT NOT NULL,                         -- given, page, inferred, unknown
  fetched      TEXT,
  source       TEXT,
  key          TEXT,                                  -- the record's own id in a file of many records
  language     TEXT,
  parts        TEXT NOT NULL,                         -- JSON, as in the mark format
  text         TEXT NOT NULL,
  UNIQUE (document, number),
  UNIQUE (document, digest)
) STRICT;

-- One run of the annotators over a reading; the newest is in force.
CREATE TABLE marking (
  id         INTEGER PRIMARY KEY,
  reading    INTEGER NOT NULL REFERENCES reading (id),
  added      TEXT NOT NULL,
  annotators TEXT NOT NULL,                           -- "sentences/1 times/1 …", in the order in which they ran
  UNIQUE (reading, annotators)
) STRICT;

-- The marks of one layer of one marking. Each mark names the annotator and version that made it.
CREATE TABLE layer (
  marking INTEGER NOT NULL REFERENCES marking (id),
  name    TEXT NOT NULL,                              -- times, names, …; sentences as a list of [start, end]
  marks   TEXT NOT NULL,                              -- JSON list
  PRIMARY KEY (marking, name)
) STRICT;

-- The readings in force with their markings in force.
CREATE VIEW current AS
  SELECT r.*, (SELECT max(m.id) FROM marking m WHERE m.reading = r.id) AS marking
  FROM reading r
  WHERE r.id = (SELECT max(n.id) FROM reading n WHERE n.document = r.document);

-- Full text, folded (suwalki for Suwałki, weissrussland for Weißrussland): see store/fold.py. rowid is reading.id.
CREATE VIRTUAL TABLE search USING fts5 (title, text, content = '', tokenize = "unicode61 remove_diacritics 0");

-- What the analyst decided, replayed over the marks. The place is kept by its words and 32 characters on either
-- side, so that it is found again in a newer reading.
CREATE TABLE decision (
  id         INTEGER PRIMARY KEY,
  added      TEXT NOT NULL,
  who        TEXT NOT NULL,
  kind       TEXT NOT NULL,                           -- accept, reject, grade, …: see store/log.py
  reason     TEXT NOT NULL CHECK (trim(reason) <> ''),
  value      TEXT,
  undoes     INTEGER REFERENCES decision (id),
  document   TEXT REFERENCES document (id),
  reading    INTEGER,                                 -- its number
  layer      TEXT,
  mark       TEXT,                                    -- its id when the decision was made
  start_at   INTEGER,
  end_at     INTEGER,
  quote      TEXT,
  before     TEXT,
  after      TEXT,
  target     TEXT,                                    -- what it is about: mark, report:…, evidence:…, entity, …
  toward     TEXT                                     -- JSON: the place of the other thing (merge, move)
) STRICT;

-- Answers that were given out. Only these are scored later.
CREATE TABLE issued (
  id       INTEGER PRIMARY KEY,
  added    TEXT NOT NULL,
  as_of    TEXT NOT NULL,
  digest   TEXT NOT NULL UNIQUE,                      -- SHA-256 of `answer`
  answer   TEXT NOT NULL,                             -- JSON of core.Answer without its readings
  readings TEXT NOT NULL,                             -- JSON: [reading.id, marking.id] of each
  decided  INTEGER NOT NULL                           -- the decision up to which the log was replayed, 0 for none
) STRICT;

CREATE TRIGGER question_kept  BEFORE UPDATE ON question  BEGIN SELECT raise(ABORT, 'question is append-only');  END;
CREATE TRIGGER question_stays BEFORE DELETE ON question  BEGIN SELECT raise(ABORT, 'question is append-only');  END;
CREATE TRIGGER document_kept  BEFORE UPDATE ON document  BEGIN SELECT raise(ABORT, 'document is append-only');  END;
CREATE TRIGGER document_stays BEFORE DELETE ON document  BEGIN SELECT raise(ABORT, 'document is append-only');  END;
CREATE TRIGGER reading_kept   BEFORE UPDATE ON reading   BEGIN SELECT raise(ABORT, 'reading is append-only');   END;
CREATE TRIGGER reading_stays  BEFORE DELETE ON reading   BEGIN SELECT raise(ABORT, 'reading is append-only');   END;
CREATE TRIGGER marking_kept   BEFORE UPDATE ON marking   BEGIN SELECT raise(ABORT, 'marking is append-only');   END;
CREATE TRIGGER marking_stays  BEFORE DELETE ON marking   BEGIN SELECT raise(ABORT, 'marking is append-only');   END;
CREATE TRIGGER layer_kept     BEFORE UPDATE ON layer     BEGIN SELECT raise(ABORT, 'layer is append-only');     END;
CREATE TRIGGER layer_stays    BEFORE DELETE ON layer     BEGIN SELECT raise(ABORT, 'layer is append-only');     END;
CREATE TRIGGER decision_kept  BEFORE UPDATE ON decision  BEGIN SELECT raise(ABORT, 'decision is append-only');  END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision  BEGIN SELECT raise(ABORT, 'decision is append-only');  END;
CREATE TRIGGER issued_kept    BEFORE UPDATE ON issued    BEGIN SELECT raise(ABORT, 'issued is append-only');    END;
CREATE TRIGGER issued_stays   BEFORE DELETE ON issued    BEGIN SELECT raise(ABORT, 'issued is append-only');    END;
