#pragma once

#include <QFrame>
#include <QPlainTextEdit>
#include <QStringListModel>
#include <QTimer>

#include "ui/shell/view_context.h"

class QCompleter;
class QLabel;
class QPushButton;
class QToolButton;

namespace hs::ui {

/// Grows with its text between two and eight lines, and offers an agent's commands
/// while the first line is typed.
class ComposerEdit final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit ComposerEdit(QWidget *parent = nullptr);

    /// Each entry begins with what it puts into the text, up to a tab; the rest explains it.
    void setCommands(const QStringList &commands);

Q_SIGNALS:
    void sendAsked();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fitHeight();
    void offerCommands();

    QStringListModel *m_commandModel;
    QCompleter *m_completer;
};

/// Where a reply, a note or words to an agent are written. Switching to a note
/// recolours the whole box, so that no note is sent by mistake. Drafts are handed
/// out every two seconds while there is something new to keep, and at once by `flush`.
class Composer final : public QFrame {
    Q_OBJECT
public:
    static constexpr int DraftMs = 2000;
    enum class Mode { Reply, Note };
    enum class After { Stay, Close, Snooze };

    explicit Composer(ViewContext &context, QWidget *parent = nullptr);

    /// Words of another conversation: nothing is handed out for what was here.
    void load(const QString &text, bool note);
    [[nodiscard]] QString text() const;
    [[nodiscard]] bool isEmpty() const { return text().trimmed().isEmpty(); }
    [[nodiscard]] Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    void clear();
    void flush(); ///< hands out a draft that waits for its two seconds

    /// Talking with an agent: no notes, no closing; `commands` are offered while typing.
    void setAgentTalk(bool agentTalk, const QStringList &commands);
    void setPlaceholder(const QString &reply);
    /// Nothing can be sent while an answer of the engine is awaited.
    void setBusy(bool busy);
    void setDraftState(const QString &text); ///< "Draft saved"
    [[nodiscard]] ComposerEdit &edit() const { return *m_edit; }

Q_SIGNALS:
    void draftChanged(const QString &text, bool note);
    void textEdited();
    void sendAsked(hs::ui::Composer::After after);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyMode();
    void updateSend();
    void send(After after);

    ViewContext &m_context;
    Mode m_mode = Mode::Reply;
    bool m_agentTalk = false;
    bool m_busy = false;
    bool m_loading = false;
    QString m_replyHint;
    QTimer m_draftTimer;
    ComposerEdit *m_edit;
    QPushButton *m_reply;
    QPushButton *m_note;
    QWidget *m_switch;
    QLabel *m_state;
    QPushButton *m_send;
    QToolButton *m_more;
};

} // namespace hs::ui
