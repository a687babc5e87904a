#pragma once

#include <optional>
#include <vector>

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include "engine/vocabulary/result.h"
#include "engine/vocabulary/topic.h"

/// The values that pass through the engine's door. All are copies of one
/// moment, never changed once handed out. Times are UTC; an invalid QDateTime
/// means "never" or "not set". Texts are the engine's plain English or the
/// studio's own words; sentences for the screen are made by the face that shows them.
namespace hs::api {

using Id = QString; ///< prefixed, sorts by time: evt_, wf_, msg_, esc_, rec_, tsk_, thr_, eff_, op_

/// What a caller may do; each role may do all that the roles before it may.
/// viewer: look. operator: work (records, tasks, messages, workflows).
/// reviewer: claim and decide escalations. admin: settings, keys, operators.
enum class Role { Viewer, Operator, Reviewer, Admin };

/// Who asks, and through which face. The audit keeps it.
struct Caller {
    enum class Via { Console, Http, CommandLine, Engine };
    Id id;                   ///< operator id, API key name, or "engine"
    QString name;            ///< as people read it
    Role role = Role::Viewer;
    Via via = Via::Console;
    QString correlation;     ///< X-Request-Id of the call; empty: the engine makes one
};

using hs::Topic;
using hs::TopicCount;

/// That something changed, not what it is now: ask for it if you show it.
struct Change {
    Topic topic = Topic::Status;
    std::vector<Id> ids; ///< empty: too many to name
    quint64 revision = 0; ///< rises with every change of any topic
};

/// Answer to a command that was carried out and is durable.
struct Receipt {
    Id id;            ///< what was made or changed
    QString detail;   ///< plain English, for logs and HTTP
    QJsonObject data; ///< command-specific, documented at the command
};

/// Where a page begins and how long it may be. Pages are keyset-paged.
struct Window {
    QString after; ///< `next` of the page before; empty: from the start
    int limit = 50; ///< 1 to 1000 (the HTTP face allows 200)
};

template <typename Row>
struct Page {
    std::vector<Row> rows;
    QString next;        ///< empty: this was the last page
    qint64 total = -1;   ///< rows that match in all; -1: not counted
    quint64 revision = 0;
};

} // namespace hs::api
