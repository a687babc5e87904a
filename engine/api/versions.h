#pragma once

#include "engine/api/values.h"

/// Versions of workflow definitions: what is published, moving running instances to another version, forking
/// one, replaying its history, and asking what a changed definition would have done (rules V1 to V3, O1, D15).
///
/// States are named by their ids as the interpreter knows them ("retreatBooking.preparing.room"). A mapping of
/// states is an object {"old state id": "new state id"}; a state that it does not name keeps its id, where the
/// root's id at the beginning of an id stands for the root of either definition.
namespace hs::api {

// ---- what is published ---------------------------------------------------
struct StateCount {
    QString state; ///< id; compound and parallel states count what is active inside them
    qint64 instances = 0;
};
struct DefinitionVersionRow {
    QString definition;
    QString version;
    QString title;
    QString hash; ///< SHA-256 of the canonical form, 64 hex digits
    QDateTime publishedAt;
    bool retired = false;
    bool current = false; ///< what new instances begin with: the highest version that is not retired
    QString file;         ///< in `<data-dir>/workflows/`, when the text that stands there is this version
    qint64 open = 0;      ///< instances that run on it (paused ones and incidents too)
    qint64 total = 0;
    std::vector<StateCount> states; ///< of the open ones, in document order; states without instances are left out
};
struct DefinitionText {
    QString definition;
    QString version;
    QString title;
    QString text; ///< byte by byte as published
    QString hash;
    QDateTime publishedAt;
    bool retired = false;
    bool current = false;
    QString file; ///< as in DefinitionVersionRow
};
/// One finding of a definition (rule X4).
struct DefinitionFinding {
    QString file; ///< "workflows/retreat.json"; empty for a text that stands in no file
    QString code; ///< "E022"; empty when the file itself could not be read
    bool error = true;
    QString pointer; ///< RFC 6901
    int line = 0;    ///< from 1; 0: the file as a whole
    int column = 0;
    QString message;
    QString mend; ///< may be empty
};
/// What publishing a text would come to. Nothing is written.
struct DefinitionCheck {
    QString definition; ///< empty when the text is no definition
    QString version;
    QString hash;
    bool usable = false;    ///< no error among the findings, E100 included
    bool published = false; ///< this very content is published
    std::vector<DefinitionFinding> findings; ///< by place in the text
};

/// All versions of one definition, or of all (`definition` empty): the highest version first.
struct DefinitionVersionsQuery {
    using Answer = std::vector<DefinitionVersionRow>;
    QString definition;
};
struct DefinitionTextQuery {
    using Answer = DefinitionText;
    QString definition;
    QString version; ///< empty: the current one, or the highest when all are retired
};
struct DefinitionCheckQuery {
    using Answer = DefinitionCheck;
    QString text;
};
/// What is wrong with the files in `<data-dir>/workflows/`, as they stand now; the versions before stay in use.
struct DefinitionFindingQuery {
    using Answer = std::vector<DefinitionFinding>;
};

/// Publishes a text (V1): checks it, keeps it in the store, and writes it to its file in `<data-dir>/workflows/`.
/// BadInput with the first error, `where` its place; Conflict for other content under a published id and version
/// (E100). The same content again changes nothing. Receipt::id = the definition;
/// data = {version, hash, file, new, findings: [{code, severity, pointer, line, column, message}]} (warnings). Role admin.
struct PublishDefinition {
    QString text;
};
/// A retired version begins nothing new; what runs on it goes on (V2). Role admin.
struct RetireDefinition {
    QString definition;
    QString version;
    bool retired = true; ///< false: back in use
    QString reason;
};

// ---- migration (V3) ------------------------------------------------------
struct MigrationRow {
    Id workflow;
    QString number;
    QString title;
    QString version; ///< it runs on now
    bool possible = false;
    QStringList reasons; ///< why not; empty when possible
    QString stateBefore; ///< as WorkflowRow::state
    QString stateAfter;
    QStringList activeBefore; ///< ids of the active leaf states
    QStringList activeAfter;
    QStringList tasksKept;       ///< invoke ids
    QStringList timersKept;      ///< timer ids as the old definition names them; due times stay
    QStringList timersCancelled; ///< ids of the old definition
    QJsonArray timersStarted;    ///< {id, due} of the new definition
};
struct MigrationPreviewQuery {
    using Answer = Page<MigrationRow>;
    QString definition;
    QString from;       ///< version; empty: every other than `to`
    QString to;         ///< version
    QJsonObject states; ///< mapping
    std::vector<Id> workflows; ///< only these; empty: all open instances
    Window window;             ///< newest first
};
/// Moves running instances to another version, each by itself: what is refused stays as it is. One call takes at
/// most `limit` instances and is one transaction; data.next leads to the following ones.
/// data = {migrated, refused, next, items: [{workflow, number, migrated, state, reasons}]}. Needs a reason. Role admin.
struct MigrateWorkflows {
    QString definition;
    QString from;
    QString to;
    QJsonObject states;
    std::vector<Id> workflows;
    QString reason;
    QString after; ///< data.next of the call before
    int limit = 200; ///< 1 to 500
};

// ---- fork (O1) -----------------------------------------------------------
/// A new instance that stands where another one stood after a history row. Its timers keep the time they had left,
/// its open tasks begin anew. Needs a reason. Receipt::id = the new one; data = {number, state, version}.
struct ForkWorkflow {
    Id workflow;
    qint64 seq = 0;
    QString version;    ///< empty: the origin's; another one of the same definition goes through a migration
    QJsonObject states; ///< mapping, for another version
    QString reason;
};

// ---- replay (D15) --------------------------------------------------------
struct WorkflowReplay {
    Id workflow;
    QString number;
    bool equal = false;
    qint64 steps = 0; ///< compared
    qint64 seq = -1;  ///< of the first row that differs
    QString field;    ///< JSON pointer into the snapshot, or what else differs
    QString stored;
    QString replayed;
};
/// Feeds the stored inputs to the definition and compares every step with what was stored.
struct WorkflowReplayQuery {
    using Answer = WorkflowReplay;
    Id workflow;
};

// ---- what if -------------------------------------------------------------
struct WhatIfRow {
    Id workflow;
    QString number;
    QString title;
    QString version;
    bool complete = true; ///< false: the history could not be followed to its end; `now` says why
    qint64 seq = 0;       ///< of the first row that would have gone another way
    QDateTime at;
    QString input;    ///< event type of that row
    QString then;     ///< what it did
    QString now;      ///< what it would do
};
struct WhatIfReport {
    QString definition;
    QString version;
    std::vector<DefinitionFinding> findings; ///< of the text; with an error among them nothing was run
    qint64 looked = 0;
    qint64 same = 0;
    std::vector<WhatIfRow> rows; ///< those that differ, newest first
    QString next; ///< for the following ones; empty: no more
};
/// Runs a definition's text that need not be published over the stored inputs of past instances. Nothing is
/// written. One answer looks at `limit` instances and at most MaxSteps history rows; whoever asks goes on with
/// `next`, or stops. Role operator.
struct WhatIfQuery {
    static constexpr int MaxSteps = 20'000;
    using Answer = WhatIfReport;
    QString text;
    QString definition; ///< whose instances; empty: those of the text's own id
    QString version;    ///< only instances of this version; empty: all
    QString entity;
    bool endedOnly = false;
    QJsonObject states; ///< mapping from the states of the past to those of the text
    QString after;
    int limit = 50; ///< 1 to 200
};

} // namespace hs::api
