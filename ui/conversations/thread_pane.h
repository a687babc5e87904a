#pragma once

#include <QTimer>
#include <QWidget>

#include "engine/api/commands.h"
#include "ui/conversations/composer.h"
#include "ui/conversations/proposal_panel.h"
#include "ui/conversations/thread_item_list.h"
#include "ui/conversations/thread_model.h"
#include "ui/states/content_states.h"
#include "ui/thinking/bounded_area.h"
#include "ui/thinking/request_panel.h"
#include "ui/widgets/avatar.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"

class QVBoxLayout;

namespace hs::ui {

/// The right half of the dock: one conversation with its head, its messages, what agents ask leave
/// for or drafted, and the composer; or the beginning of a new one with an agent. GUI thread.
class ThreadPane final : public QWidget {
    Q_OBJECT
public:
    static constexpr int ViewingMs = 30'000;

    ThreadPane(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    void open(const api::Id &thread); ///< empty: nothing chosen
    /// An empty conversation; it exists once the first words are sent.
    void beginTalk(const QString &agent);
    [[nodiscard]] const api::Id &thread() const { return m_model.thread(); }
    [[nodiscard]] ThreadModel &model() { return m_model; }
    [[nodiscard]] Composer &composer() const { return *m_composer; }
    [[nodiscard]] ThreadItemList &items() const { return *m_list; }
    void refresh() { m_model.refresh(); }
    void tick();
    void flushDraft() { m_composer->flush(); }

    void takeOverOrHandBack();
    void snooze();
    void close();
    void startNote();
    void startReply();
    void chooseMacro();
    void manageMacros();
    void askForDraft();          ///< asks for the remark first
    void discardProposal(const QString &thought);
    void stopThinking();         ///< every answer under way here
    void explain();              ///< "Why?" of the chosen item, else of the latest that has an answer
    void openAgentPage();
    void chooseFiles();
    void attachFiles(const QStringList &paths); ///< those that are too large or not to be read are refused with a sentence
    [[nodiscard]] RequestPanel &requests() const { return *m_requests; }
    [[nodiscard]] ProposalPanel &proposal() const { return *m_proposal; }
    /// Why an act on this conversation can't be done now; empty: it can.
    struct Hindrances {
        QString draft, stop, why, request, attach;
    };
    [[nodiscard]] Hindrances hindrances() const;

Q_SIGNALS:
    void stateChanged(); ///< `hindrances` may be others
    void threadStarted(const QString &thread); ///< by the first words to an agent

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    void makeStrips(QVBoxLayout *layout);
    void connectParts();
    void onLoaded(bool first);
    void boundPanels();
    void updateHelp();
    void tellDesk();
    void takeWords(const QString &thread, const QString &text);
    void updateHead();
    void updateViewers();
    void updateComposer();
    void send(Composer::After after);
    void sendReply(bool close, const QDateTime &snoozeUntil);
    void useProposal(const QString &text);
    void changeProposal(const QString &text);
    [[nodiscard]] bool showsNewsFirst();
    void onConflict();
    void insertMacro(const api::Macro &macro);
    void attachNext();
    void explainItem(const QString &item);
    void sendToAgent();
    void sendNote();
    void afterSent(const QString &draftThread);
    void showNews();
    void actOnDelivery(DeliveryAct act, const QString &effect);
    void askReasons();
    void tellViewing();
    void moreMenu();
    [[nodiscard]] bool isAgentTalk() const;
    [[nodiscard]] QString talkAgent() const;
    void submit(api::Command command, const QString &failure);
    void tellFailure(const QString &what, const Error &error);

    ViewContext &m_context;
    const Directory &m_directory;
    ThreadModel m_model;
    QString m_newTalk; ///< agent of a conversation not begun yet
    qint64 m_seen = -1; ///< version that the words in the composer answer
    bool m_ownComing = false; ///< something was sent from here and is not in the list yet
    QTimer m_viewing;

    QWidget *m_page;
    ContentStates *m_states;
    AvatarLabel *m_face;
    AgentAvatar *m_agentFace;
    ElidedLabel *m_name;
    ElidedLabel *m_about;
    Chip *m_agentChip;
    QPushButton *m_takeOver;
    QToolButton *m_more;
    ThreadItemList *m_list;
    QLabel *m_emptyHint;
    QFrame *m_news;
    QLabel *m_newsText;
    QFrame *m_viewers;
    QLabel *m_viewersIcon;
    QLabel *m_viewersText;
    BoundedArea *m_help; ///< around the two below
    RequestPanel *m_requests;
    ProposalPanel *m_proposal;
    Composer *m_composer;
    QStringList m_toAttach; ///< files that wait for the one before them
    bool m_attaching = false;
};

} // namespace hs::ui
