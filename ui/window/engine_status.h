#pragma once

#include <optional>
#include <vector>

#include <QObject>
#include <QTimer>

#include "ui/shell/view_context.h"

namespace hs::ui {

/// The engine's state as the frame of the window shows it: rail, top bar,
/// status line, tray. Asks anew when a topic changed that it is made of.
class EngineStatus final : public QObject {
    Q_OBJECT
public:
    explicit EngineStatus(ViewContext &context, QObject *parent = nullptr);

    void start();
    void refresh();

    /// The last answer; nothing before the first one.
    [[nodiscard]] const std::optional<api::Status> &status() const { return m_status; }
    [[nodiscard]] const std::vector<api::OperatorRow> &operators() const { return m_operators; }
    [[nodiscard]] int present() const;
    /// How the mirror in Notion stands; nothing before the first answer.
    [[nodiscard]] const std::optional<api::NotionStatus> &notion() const { return m_notion; }
    /// Why the last question failed; empty: it did not.
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }
    [[nodiscard]] QDateTime failingSince() const { return m_failingSince; }

Q_SIGNALS:
    void changed();

private:
    void askStatus();
    void askOperators();
    void askNotion();
    void askNotionSoon();

    ViewContext &m_context;
    std::optional<api::Status> m_status;
    std::vector<api::OperatorRow> m_operators;
    std::optional<Error> m_failure;
    QDateTime m_failingSince;
    std::optional<api::NotionStatus> m_notion;
    bool m_askingNotion = false;
    QTimer m_regular;
    QTimer m_notionLater; ///< while it is at work it changes by the dozen
};

} // namespace hs::ui
