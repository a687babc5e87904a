#pragma once

#include <QFrame>
#include <QJsonArray>
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
    void setTakesFiles(bool on) { m_takesFiles = on; } ///< dropped and pasted ones

Q_SIGNALS:
    void sendAsked();
    void filesGiven(const QStringList &paths);

protected:
    [[nodiscard]] bool canInsertFromMimeData(const QMimeData *source) const override;
    void insertFromMimeData(const QMimeData *source) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void fitHeight();
    void offerCommands();

    QStringListModel *m_commandModel;
    QCompleter *m_completer;
    bool m_takesFiles = false;
};

/// Where a reply, a note or words to an agent are written. Switching to a note
/// recolours the whole box, so that no note is sent by mistake. Drafts are handed
/// out every two seconds while there is something new to keep, and at once by `flush`.
/// Below the words are files, macros and the agent's help; what they do is the owner's.
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
    /// Files that leave with what is being written: {id, name, type, size} each.
    void setAttachments(const QJsonArray &attachments);
    /// A sentence about files, such as why one was refused; empty: none. Screen readers hear it.
    void setFileNote(const QString &text, bool trouble);
    /// `words`: what the button says; empty: the agent can't be asked here. `reason`: why it can't be pressed now; empty: it can.
    void setDraftHelp(const QString &words, const QString &reason);
    /// At the caret, in place of what is selected.
    void insert(const QString &text);
    [[nodiscard]] ComposerEdit &edit() const { return *m_edit; }
    [[nodiscard]] QToolButton *macroButton() const { return m_macros; }
    [[nodiscard]] QToolButton *attachButton() const { return m_attach; }
    [[nodiscard]] QPushButton *draftButton() const { return m_draft; }

Q_SIGNALS:
    void draftChanged(const QString &text, bool note);
    void textEdited();
    void sendAsked(hs::ui::Composer::After after);
    void attachAsked();
    void filesGiven(const QStringList &paths);
    void detachAsked(const QString &attachment);
    void macrosAsked();
    void draftAsked();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void applyMode();
    void updateSend();
    void fitDraft();
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
    QWidget *m_files;
    QLabel *m_fileNote;
    QJsonArray m_attachments;
    QToolButton *m_attach;
    QToolButton *m_macros;
    QPushButton *m_draft;
    QString m_draftWords;
    QPushButton *m_send;
    QToolButton *m_more;
};

} // namespace hs::ui
