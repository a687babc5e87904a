#pragma once

#include <vector>

#include <QWidget>

#include "engine/api/notion.h"
#include "ui/shell/view_context.h"

class QFrame;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

/// The mirror in Notion in plain facts: what waits, what was downloaded, this minute's requests and who used them,
/// whether Notion answers; above them pages that went missing all at once and wait for a person's word. GUI thread.
class NotionOverview final : public QWidget {
    Q_OBJECT
public:
    explicit NotionOverview(ViewContext &context, QWidget *parent = nullptr);

    void setStatus(const api::NotionStatus &status);
    void tick(); ///< what counts down

Q_SIGNALS:
    void goneDecided(const QString &database, const QString &title, bool gone);

private:
    struct Fact {
        QWidget *box;
        QLabel *name;
        QLabel *text;
    };
    struct Gone {
        QFrame *box;
        QLabel *text;
        QPushButton *gone;
        QPushButton *keep;
    };
    Fact addFact(const QString &name);
    void setFact(const Fact &fact, const QString &text);
    void showGone();

    ViewContext &m_context;
    api::NotionStatus m_status;
    QVBoxLayout *m_column;
    QVBoxLayout *m_goneColumn;
    std::vector<Gone> m_gone;
    Fact m_queue, m_parked, m_downloads, m_budget, m_connection, m_pause, m_skew, m_counts, m_place;
};

} // namespace hs::ui
