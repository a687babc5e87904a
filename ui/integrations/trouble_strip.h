#pragma once

#include <vector>

#include <QFrame>

#include "engine/api/troubles.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class Chip;

/// The level of a trouble in a word, with icon and colour.
struct TroubleLook {
    QString word;
    Tone tone = Tone::Info;
    QString icon;
};
[[nodiscard]] TroubleLook troubleLook(api::TroubleLevel level);

/// One trouble: level, component, what is wrong, since when and how often, what was tried, what to do next; buttons
/// lead to its task, its escalation and its acts in the audit.
class TroubleEntry final : public QFrame {
    Q_OBJECT
public:
    explicit TroubleEntry(ViewContext &context, QWidget *parent = nullptr);

    void setRow(const api::TroubleRow &row);
    [[nodiscard]] const api::TroubleRow &row() const { return m_row; }
    void tick(); ///< how long it lasts

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ViewContext &m_context;
    api::TroubleRow m_row;
    Chip *m_level;
    QLabel *m_title;
    QLabel *m_fault;
    QLabel *m_times;
    QLabel *m_tried;
    QLabel *m_next;
    QPushButton *m_task;
    QPushButton *m_case;
    QPushButton *m_audit;
};

/// What troubles the console itself, worst first; hidden while all is well. Shows the first Few, the rest on demand.
class TroubleStrip final : public QWidget {
    Q_OBJECT
public:
    static constexpr int Few = 3;
    explicit TroubleStrip(ViewContext &context, QWidget *parent = nullptr);

    void refresh(); ///< asks the engine
    void tick();
    [[nodiscard]] const std::vector<TroubleEntry *> &entries() const { return m_entries; }

private:
    void take(const std::vector<api::TroubleRow> &rows);
    void arrange();

    ViewContext &m_context;
    QLabel *m_head;
    QVBoxLayout *m_column;
    QPushButton *m_more;
    std::vector<TroubleEntry *> m_entries; ///< one a trouble, in the same order
    bool m_all = false;
    bool m_loading = false;
    bool m_again = false;
};

} // namespace hs::ui
