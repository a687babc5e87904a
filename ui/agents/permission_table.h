#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QWidget>

#include "engine/api/thinking.h"
#include "ui/shell/view_context.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace hs::ui {

/// What an agent may do with tools of each risk. A change is sent at once and can be taken back with Ctrl+Z. What cannot be
/// undone is always a person's: its choice is locked and says why.
class PermissionTable final : public QWidget {
    Q_OBJECT
public:
    explicit PermissionTable(ViewContext &context, QWidget *parent = nullptr);

    void setPermissions(const QString &agent, const QString &name, const std::vector<api::AgentPermission> &permissions);
    [[nodiscard]] QComboBox *choice(api::Risk risk) const { return m_rows[std::size_t(risk)].choice; }
    [[nodiscard]] QPushButton *resetButton(api::Risk risk) const { return m_rows[std::size_t(risk)].reset; }

Q_SIGNALS:
    void changed(); ///< the engine took a change, or refused it: look again

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Row {
        QLabel *icon = nullptr;
        QLabel *means = nullptr;
        QComboBox *choice = nullptr;
        QPushButton *reset = nullptr;
    };
    static constexpr std::size_t Risks = 5;

    void makeRow(api::Risk risk);
    void choose(api::Risk risk, int index);
    void send(const api::SetAgentLeave &command, const std::optional<api::AgentPermission> &before);
    void updateRow(api::Risk risk);
    [[nodiscard]] const api::AgentPermission *permission(api::Risk risk) const;

    ViewContext &m_context;
    QString m_agent;
    QString m_name;
    std::vector<api::AgentPermission> m_permissions;
    std::array<Row, Risks> m_rows;
};

} // namespace hs::ui
