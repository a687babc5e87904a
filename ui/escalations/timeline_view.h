#pragma once

#include <vector>

#include <QScrollArea>

#include "engine/api/rows.h"
#include "ui/shell/view_context.h"

class QPushButton;
class QVBoxLayout;

namespace hs::ui {

/// What happened around an escalation, oldest first, as one list: messages,
/// agents' steps, results, tries, notes. Shows what matters, or everything.
/// A try that failed stands out; what came in while the person was reading is
/// marked as new. Citations are buttons. The latest 100 are built, earlier ones
/// on request.
class TimelineView final : public QScrollArea {
    Q_OBJECT
public:
    explicit TimelineView(ViewContext &context, QWidget *parent = nullptr);

    /// Items from number `newFrom` on are marked as new; -1: none.
    void setItems(std::vector<api::TimelineItem> items, int newFrom);
    void setEverything(bool everything);
    [[nodiscard]] bool everything() const { return m_everything; }
    /// How many items "what matters" leaves out.
    [[nodiscard]] int hiddenCount() const;
    [[nodiscard]] int shownCount() const { return int(m_shown.size()); }
    /// Entries built since the view was made: a change costs what is new in it.
    [[nodiscard]] int builtCount() const { return m_built; }
    void scrollToEnd();
    void scrollToNew();

Q_SIGNALS:
    /// A citation was pressed: {title, kind, id}.
    void citationActivated(const QString &kind, const QString &id);

private:
    struct Shown {
        api::TimelineItem item;
        bool isNew = false;
        bool last = false;
        QWidget *widget = nullptr;
    };
    void rebuild();
    void dropEntries(size_t from);
    QWidget *makeEntry(const api::TimelineItem &item, bool isNew, bool last);

    ViewContext &m_context;
    std::vector<api::TimelineItem> m_items;
    QVBoxLayout *m_column;
    QPushButton *m_earlier;
    QWidget *m_firstNew = nullptr;
    int m_newFrom = -1;
    int m_limit;
    std::vector<Shown> m_shown;
    int m_built = 0;
    bool m_everything = false;
};

} // namespace hs::ui
