#pragma once

#include "ui/shell/dock_view.h"

class QPushButton;
class QStackedWidget;

namespace hs::ui {

class ActivityPage;

/// What has happened: the audit, what came in, the tasks that came of it, what agents
/// told each other, and what workflows could not take.
class ActivityView final : public DockView {
    Q_OBJECT
public:
    explicit ActivityView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override;
    void refresh() override;
    void find() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    void showObject(const QString &kind, const QString &id) override;
    [[nodiscard]] QStringList workInHand() const override;

    [[nodiscard]] ActivityPage *page(const QString &key) const; ///< audit, event, task, message, letter
    void showPage(const QString &key);

private:
    struct Tab {
        QString key;
        ActivityPage *page;
        QPushButton *button;
    };
    [[nodiscard]] ActivityPage *current() const;
    void showDeadLetters(int count);
    void showLyingLetters(int count);

    std::vector<Tab> m_tabs;
    QStackedWidget *m_pages;
    QAction *m_export = nullptr;
};

} // namespace hs::ui
