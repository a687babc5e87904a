#pragma once

#include <QTimer>

#include "ui/shell/dock_view.h"

class QScrollArea;
class QStackedWidget;

namespace hs::ui {

class AiPage;
class ContentStates;
class FlowLayout;
class IntegrationCardWidget;
class IntegrationDetail;
class NotionPage;
class ToolServerPage;
class TroubleStrip;

/// What the studio is connected with: a card each, worst first; opens to the
/// deliveries and messages of one. Above them what troubles the console itself.
class IntegrationsView final : public DockView {
    Q_OBJECT
public:
    explicit IntegrationsView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override;
    void refresh() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    void showObject(const QString &kind, const QString &id) override;

    [[nodiscard]] const std::vector<IntegrationCardWidget *> &cards() const { return m_widgets; }
    [[nodiscard]] NotionPage &notion() const { return *m_notion; }
    [[nodiscard]] AiPage &ai() const { return *m_ai; }
    [[nodiscard]] ToolServerPage &toolServer() const { return *m_toolServer; }

private:
    void load();
    void take(std::vector<api::IntegrationCard> cards);
    void open(const QString &name);
    [[nodiscard]] QWidget *pageOf(const api::IntegrationCard &card) const;
    [[nodiscard]] QWidget *firstOfPage() const;
    void refreshPage();
    void close();
    void check(const QString &name);
    void pause(const QString &name, bool paused);
    void setSecret(const QString &name);
    void showMenu(const QString &name, const QPoint &globalPos);
    [[nodiscard]] const api::IntegrationCard *cardOf(const QString &name) const;
    void tellNotion(); ///< on its card, in words
    void failed(const QString &what, const Error &error);

    std::vector<api::IntegrationCard> m_cards;
    std::vector<IntegrationCardWidget *> m_widgets; ///< one a card, in the same order
    QTimer m_later; ///< after deliveries, not faster than once a second
    QString m_open;
    bool m_loading = false;
    bool m_again = false;
    bool m_answered = false;

    ContentStates *m_states = nullptr;
    QStackedWidget *m_pages = nullptr;
    QScrollArea *m_overview = nullptr;
    QWidget *m_grid = nullptr;
    FlowLayout *m_flow = nullptr;
    IntegrationDetail *m_detail = nullptr;
    NotionPage *m_notion = nullptr;
    AiPage *m_ai = nullptr;
    ToolServerPage *m_toolServer = nullptr;
    TroubleStrip *m_troubles = nullptr;
    QAction *m_checkAll = nullptr;
};

} // namespace hs::ui
