#pragma once

#include "engine/api/values.h"

/// The mirror of the hub in Notion: how it stands, what the two sides did not agree on, what could not be sent, and the history
/// of each property of a record.
namespace hs::api {

/// off, paused, setting_up, working, needs_sign_in, needs_person, blocked, down
enum class NotionStanding { Off, Paused, SettingUp, Working, NeedsSignIn, NeedsPerson, Blocked, Down };

struct NotionDatabaseRow {
    QString database;   ///< hub key
    QString title;      ///< the hub's
    bool connected = false;
    QString remoteTitle;///< as it is called in Notion
    QString url;        ///< in Notion; empty: none
    qint64 pages = 0;   ///< that belong to a record
    qint64 records = 0;
    qint64 waiting = 0; ///< changes that wait to leave
    qint64 parked = 0;
    qint64 gone = 0;    ///< pages that went missing all at once and wait for a person's word
    QDateTime pulledAt; ///< last pass that came to its end
    bool pulling = false;
    QString error;      ///< of the last pass, engine's plain English
    QStringList extras; ///< properties that people added in Notion
};
struct NotionStatus {
    NotionStanding standing = NotionStanding::Off;
    QString trouble, where, mend; ///< engine's plain English; empty: none
    QString workspace;
    QString parentPage;
    bool tokenSet = false;
    QDateTime lastAnswer;
    QDateTime retryAt;      ///< when it is tried again; invalid: no such moment
    int usualMillis = 0;
    int skewMillis = 0;     ///< Notion's clock less ours
    int used = 0, limit = 0;///< requests of this minute
    int usedByPeople = 0, usedByPush = 0, usedByPull = 0;
    QDateTime pausedUntil;  ///< Notion asked for time
    QString pauseReason;    ///< rate, workspace, endpoint, overload
    QString breaker;        ///< closed, open, half-open
    qint64 downloaded = 0, uploaded = 0; ///< since the start: pages read, writes done
    qint64 waiting = 0, parked = 0, openConflicts = 0, gone = 0;
    QDateTime waitingSince; ///< of the oldest change that waits
    int setUpDone = 0, setUpOf = 0; ///< steps of a set-up that is under way; of 0: none is
    QString setUpNow;               ///< title of the database that it is at
    std::vector<NotionDatabaseRow> databases; ///< in the hub's order
};
struct NotionStatusQuery {
    using Answer = NotionStatus;
};

struct NotionConflictRow {
    qint64 seq = 0;
    Id record;
    QString database, title; ///< of the record
    QString property;        ///< empty: the whole record
    QDateTime at, localAt, remoteAt;
    QJsonValue base, local, remote;
    QString localBy, remoteBy;
    QString kept;            ///< local, remote
    QString rule;            ///< why, plain English
    QDateTime reviewedAt;
    QString reviewedBy, resolution; ///< kept, turned
};
struct NotionConflictQuery {
    using Answer = Page<NotionConflictRow>; ///< newest first
    bool openOnly = true;
    Window window;
};

struct NotionParkedRow {
    Id record;
    QString database, title;
    QString code, what, where, mend; ///< why it could not be sent, plain English
    int attempts = 0;
    QDateTime since;
};
struct NotionParkedQuery {
    using Answer = Page<NotionParkedRow>;
    Window window;
};

/// What setting up would do; asks Notion (role admin).
struct NotionPlanRow {
    QString database, title;
    QString action; ///< connected, create, adopt, choose
    QString remoteId;
    QStringList differences;
    bool hindered = false; ///< a person must look first
};
struct NotionPlan {
    QString workspace;
    std::vector<NotionPlanRow> rows;
};

/// What is not the record's own field: its page, what people added there, and values that only Notion can hold.
struct RecordMirror {
    QString page;  ///< id; empty: the record has no page
    QString url;
    QString state; ///< none, alike, waiting, parked, linking, trashed
    QDateTime editedAt; ///< in Notion, to the minute
    struct Extra {
        QString name, text, type;
    };
    std::vector<Extra> extras;
    struct Foreign {
        QString property, text, why;
    };
    std::vector<Foreign> foreign;
    QString error; ///< why it is parked
    QString mend = {};   ///< of that
    QDateTime since = {}; ///< of the change that waits; invalid: none waits
};
struct RecordMirrorQuery {
    using Answer = RecordMirror;
    Id record;
};

/// The text inside a record's page, beside its properties, in the manner of Markdown. A record has it with or without Notion; its
/// history stands with those of the properties, under the name "Page content".
struct RecordText {
    QString text;
    QString state;       ///< none, here (the record has no page), unread (the page may say something else by now), alike, waiting, parked
    QDateTime changedAt; ///< here
    QString changedBy;   ///< here
    QDateTime readAt;    ///< in Notion
    QString readOnly;    ///< why it cannot be changed here, plain English; empty: it can
    QString error, mend; ///< why it could not be sent
};
struct RecordTextQuery {
    using Answer = RecordText;
    Id record;
};

/// One thing that a pass over both sides would do.
struct NotionRehearsalRow {
    bool upload = false; ///< to Notion; else from there
    QString database;    ///< hub key
    Id record;           ///< empty: it would be made
    QString title;
    QString what;        ///< create, change, remove, restore, conflict, aside (waits for a person)
    QStringList properties;
};
struct NotionRehearsal {
    std::vector<NotionRehearsalRow> rows;
    qint64 more = 0;       ///< beyond those rows
    QStringList troubles;  ///< databases of which nothing can be said, and why; plain English
};

struct PropertyChangeRow {
    qint64 seq = 0;
    QString property;
    QDateTime at;
    QString actorKind, actor; ///< person, agent, key, service
    QJsonValue before, after;
};
struct PropertyHistoryQuery {
    using Answer = Page<PropertyChangeRow>; ///< newest first
    Id record;
    QString property; ///< empty: all
    Window window;
};

// ---- commands ----
/// Makes or takes over the databases. `adopt`: hub key → id or address in Notion, "" for a new one. Receipt::data = {rows} as NotionPlanRow (admin)
struct ConnectNotion { QString parentPage; QJsonObject adopt; bool preview = false; };
struct RehearseNotion {};                                   ///< operator; writes nothing on either side. Receipt::data as NotionRehearsal
struct ReadRecordText { Id record; };                       ///< operator; fetches the text inside the page from Notion
/// Operator. `seen`: the text that was changed; when it is another by now, the error is Conflict.
struct WriteRecordText { Id record; QString text, seen; };
struct SyncNotionNow { QString database; };                 ///< operator; empty: all
/// `turn`: the other value is taken. `reopen`: the review is taken back, and what was turned is turned back. Operator.
struct ReviewNotionConflict { qint64 seq = 0; bool turn = false; QString reason; bool reopen = false; };
struct RetryNotionItem { Id record; };                      ///< operator; empty: all that are parked
struct DecideNotionGone { QString database; bool gone = true; }; ///< admin
struct UndoPropertyChange { Id record; qint64 seq = 0; };   ///< operator; the value before that change again

} // namespace hs::api
