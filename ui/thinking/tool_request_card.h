#pragma once

#include <QFrame>

#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;

namespace hs::ui {

/// What an agent asks leave for: what will happen in plain words, its own reason, the arguments folded, and the two
/// answers. A refusal needs a reason, which the agent is told. GUI thread; never waits.
class ToolRequestCard final : public QFrame {
    Q_OBJECT
public:
    ToolRequestCard(ViewContext &context, const Directory &directory, const api::ToolRequestRow &request, QWidget *parent = nullptr);

    [[nodiscard]] const api::ToolRequestRow &request() const { return m_request; }
    void approve();
    void refuse(); ///< asks for the reason first
    [[nodiscard]] QPushButton *approveButton() const { return m_approve; }
    [[nodiscard]] QPushButton *refuseButton() const { return m_refuse; }

Q_SIGNALS:
    void decided(const QString &request); ///< the engine took the decision, or somebody else's came before it

private:
    void decide(bool yes, const QString &reason);
    void updateButtons();

    ViewContext &m_context;
    api::ToolRequestRow m_request;
    QLabel *m_trouble;
    QPushButton *m_approve;
    QPushButton *m_refuse;
    QPushButton *m_why;
    bool m_busy = false;
};

} // namespace hs::ui
