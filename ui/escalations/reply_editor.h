#pragma once

#include <QStackedWidget>
#include <QTimer>

#include "ui/escalations/word_diff.h"
#include "ui/shell/view_context.h"

class QPlainTextEdit;
class QTextBrowser;

namespace hs::ui {

/// A proposed reply that a person may rewrite. While it has the focus it is a
/// plain text field with what was added marked; when the focus leaves, it shows
/// the whole difference: struck what went, marked what came. A click into that
/// puts the cursor where it was clicked.
///
/// Text is plain text; nothing in it is HTML. GUI thread.
class ReplyEditor final : public QStackedWidget {
    Q_OBJECT
public:
    explicit ReplyEditor(ViewContext &context, QWidget *parent = nullptr);

    /// The agent's words, against which changes are marked.
    void setProposal(const QString &proposal);
    void setText(const QString &text);
    void setReadOnly(bool readOnly);
    [[nodiscard]] QString text() const;
    [[nodiscard]] const QString &proposal() const { return m_proposal; }
    [[nodiscard]] bool isEdited() const;
    [[nodiscard]] QWidget *field() const;
    /// Whether the marked difference is on screen rather than the field.
    [[nodiscard]] bool showsDifference() const;
    /// The difference as it is painted; for the pane and for tests.
    [[nodiscard]] std::vector<DiffPiece> difference() const { return wordDiff(m_proposal, text()); }
    void showDifference(bool on);

Q_SIGNALS:
    void edited();         ///< by the person, at every change
    void approveWanted();  ///< Ctrl+Enter

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void markAdded();
    void renderDifference();

    ViewContext &m_context;
    QPlainTextEdit *m_field;
    QTextBrowser *m_marked;
    QTimer m_marking; // the difference is worked out when typing pauses, not at every key
    QString m_proposal;
    std::vector<DiffPiece> m_pieces;
    bool m_setting = false;
};

} // namespace hs::ui
