#pragma once

#include "ui/conversations/thread_list_pane.h"
#include "ui/conversations/thread_pane.h"
#include "ui/shell/dock_view.h"

class QSplitter;

namespace hs::ui {

/// The Conversations dock: list and thread side by side. Below 560 px the list
/// folds to avatars.
class ConversationsView final : public DockView {
    Q_OBJECT
public:
    static constexpr int FoldBelow = 560;
    static constexpr int ListWidth = 278;

    explicit ConversationsView(ViewContext &context, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString badge() const override;
    [[nodiscard]] QList<QAction *> headerActions() const override { return m_headerActions; }
    void refresh() override;
    void find() override;
    [[nodiscard]] QWidget *firstFocus() override;
    [[nodiscard]] QByteArray saveState() const override;
    void restoreState(const QByteArray &state) override;
    void showObject(const QString &kind, const QString &id) override;
    [[nodiscard]] QStringList workInHand() const override;

    [[nodiscard]] ThreadListPane &list() const { return *m_list; }
    [[nodiscard]] ThreadPane &thread() const { return *m_thread; }
    void openThread(const QString &id);
    void talkWith(const QString &agent);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeActions();
    void updateActions();
    void chooseAgentToTalk();

    Directory m_directory;
    QSplitter *m_splitter;
    ThreadListPane *m_list;
    ThreadPane *m_thread;
    QList<QAction *> m_headerActions;
    QAction *m_draft = nullptr;
    QAction *m_stop = nullptr;
    QAction *m_approve = nullptr;
    QAction *m_refuse = nullptr;
    QAction *m_why = nullptr;
    QAction *m_attach = nullptr;
    qint64 m_minute = 0; ///< in which the ages were painted last
};

} // namespace hs::ui
