#pragma once

#include <functional>

#include "engine/api/engine.h"
#include "ui/lists/keyed_list_model.h"

namespace hs::ui {

/// The items of one conversation, oldest first. The newest hundred come first;
/// older ones are put in front when the reader gets there. Answers that agents are
/// making stand at the end, as items of the kind "thinking". GUI thread; never waits.
class ThreadModel final : public KeyedListModel<api::ThreadItem> {
    Q_OBJECT
public:
    static constexpr int PageSize = 100;

    explicit ThreadModel(api::Engine &engine, QObject *parent = nullptr);

    void open(const api::Id &thread); ///< empty: shows nothing
    [[nodiscard]] const api::Id &thread() const { return m_thread; }
    void refresh();
    void loadOlder();
    [[nodiscard]] bool hasOlder() const { return !m_older.isEmpty(); }
    [[nodiscard]] bool isLoading() const { return m_asking; }

    [[nodiscard]] bool hasAnswer() const { return m_answered; }
    /// Everything but the items; valid once `loaded` came. The draft is that of the first answer.
    [[nodiscard]] const api::ThreadDetail &detail() const { return m_detail; }

    /// The newest thing that was said or done; null: nothing yet.
    [[nodiscard]] const api::ThreadItem *newest() const;
    [[nodiscard]] static bool isThinking(const api::ThreadItem &item) { return item.kind == QLatin1String("thinking"); }

    /// Names of agents by their keys, for answers under way; without it their keys stand there.
    std::function<QString(const QString &)> agentName;

    /// Tool calls are folded to one line until opened.
    [[nodiscard]] bool isOpen(const QString &item) const { return m_open.contains(item); }
    void setOpen(const QString &item, bool open);

    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void opened(const QString &thread); ///< another thread is shown; `loaded` follows
    void loaded(bool first);            ///< `first`: since `open`
    void loadingChanged(bool loading);
    void failed(const hs::Error &error);

protected:
    [[nodiscard]] QString keyOf(const api::ThreadItem &item) const override { return item.id; }
    [[nodiscard]] bool same(const api::ThreadItem &a, const api::ThreadItem &b) const override;

private:
    void ask();
    void take(api::ThreadDetail detail);

    api::Engine &m_engine;
    api::Id m_thread;
    api::ThreadDetail m_detail;
    QString m_older;
    QSet<QString> m_open;
    bool m_answered = false;
    bool m_asking = false;
    bool m_askAgain = false;
    bool m_fetching = false;
    quint64 m_generation = 0;
};

/// Who wrote and what it is ("Priya Raman wrote", "internal note by Dan Osei"), with the
/// text: one sentence for screen readers.
[[nodiscard]] QString itemSentence(const api::ThreadItem &item);

} // namespace hs::ui
