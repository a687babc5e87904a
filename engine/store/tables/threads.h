#pragma once

#include "engine/store/sql.h"
#include "engine/store/tables/paging.h"

/// Conversations: threads, what was said in them, and what each operator has read or begun to write.
namespace hs::store::threads {

struct Thread {
    std::string id, title, agent, channel, entity, contact;
    std::string lastLine;
    Timestamp lastAt;
    std::string chip = "running"; ///< needs_reply, running, escalated, answered, done, waiting
    std::string assignee;
    std::optional<Timestamp> snoozedUntil;
    std::string takenOverBy; ///< operator id
    std::string escalation;
    std::int64_t version = 0; ///< items so far
    bool closed = false;
};
void insert(Transaction &tx, const Thread &thread);
void update(Transaction &tx, const Thread &thread);
[[nodiscard]] std::optional<Thread> find(const ReadSql &sql, std::string_view id);
/// The open thread of a contact on a channel.
[[nodiscard]] std::optional<Thread> ofContact(const ReadSql &sql, std::string_view contact, std::string_view channel);

struct Item {
    std::string id, thread, kind, author, authorName, text;
    Timestamp at;
    std::string effect;
    Json tool;
    std::string correlation;
    Json citations = nullptr; ///< [{n, title, kind, id}]
    std::string thought;      ///< task of thinking that it came from
};
/// Adds an item and moves the thread's last line, time and version on.
void addItem(Transaction &tx, Thread &thread, const Item &item);
[[nodiscard]] std::optional<Item> item(const ReadSql &sql, std::string_view id);
[[nodiscard]] Sliced<Item> items(const ReadSql &sql, std::string_view thread, const Slice &slice); ///< newest first

struct Mark {
    std::int64_t readVersion = 0;
    std::string draft;
    bool draftIsNote = false;
    std::optional<Timestamp> viewingUntil;
};
[[nodiscard]] Mark mark(const ReadSql &sql, std::string_view thread, std::string_view operatorId);
void setRead(Transaction &tx, std::string_view thread, std::string_view operatorId, std::int64_t version);
void setDraft(Transaction &tx, std::string_view thread, std::string_view operatorId, std::string_view text, bool note);
void setViewing(Transaction &tx, std::string_view thread, std::string_view operatorId, Timestamp until);
[[nodiscard]] std::vector<std::string> viewers(const ReadSql &sql, std::string_view thread, std::string_view butNot, Timestamp now);

struct Filter {
    enum class Kind { All, Mine, NeedsReply, Snoozed };
    Kind kind = Kind::All;
    std::string operatorId;
    std::string text; ///< words that were said or stand in the title, each from its beginning; empty: all
    std::string agent, entity;
    Timestamp now;
};
struct Listed {
    Thread thread;
    bool unread = false;
    bool hasDraft = false;
};
[[nodiscard]] Sliced<Listed> page(const ReadSql &sql, const Filter &filter, const Slice &slice); ///< latest first
[[nodiscard]] std::int64_t count(const ReadSql &sql, const Filter &filter);
/// How often a contact has written in open conversations since a person last replied there.
[[nodiscard]] std::int64_t unanswered(const ReadSql &sql, std::string_view contact);
/// Snoozed threads whose time has come.
std::int64_t wake(Transaction &tx, Timestamp now);

} // namespace hs::store::threads
