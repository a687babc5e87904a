#pragma once

#include <QWidget>

#include "engine/api/notion.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace hs::ui {

class ContentStates;

/// One record as Notion has it: how its page stands, a way to it, properties that people added there, and values that
/// Notion holds but the console cannot take. Read only. GUI thread.
class RecordMirrorPanel final : public QWidget {
    Q_OBJECT
public:
    explicit RecordMirrorPanel(ViewContext &context, QWidget *parent = nullptr);

    void show(const QString &record);
    void refresh();
    void tick();
    [[nodiscard]] const api::RecordMirror &mirror() const { return m_mirror; }

Q_SIGNALS:
    void changed(); ///< another answer came

private:
    void take(const api::RecordMirror &mirror);
    void fillFacts();
    void retry();

    ViewContext &m_context;
    api::RecordMirror m_mirror;
    QString m_record;
    bool m_loading = false;
    bool m_again = false;

    ContentStates *m_states;
    QLabel *m_state;
    QLabel *m_error;
    QPushButton *m_open;
    QPushButton *m_retry;
    QWidget *m_facts = nullptr;
    QVBoxLayout *m_column;
};

} // namespace hs::ui
