#pragma once

#include <QFrame>

#include "ui/shell/view_context.h"

class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

/// A text that two people changed at the same time: the other one's can be looked at and taken, or one's own is kept.
class TextConflictBox final : public QFrame {
    Q_OBJECT
public:
    /// `who` changed it meanwhile, to `theirs`; `who` may be empty.
    TextConflictBox(ViewContext &context, const QString &who, const QString &theirs, QWidget *parent);

    [[nodiscard]] const QString &theirs() const { return m_theirs; }
    void takeFocus();

Q_SIGNALS:
    void mineKept();
    void theirsTaken();

private:
    void showTheirs(bool shown);

    QString m_theirs;
    QPlainTextEdit *m_text;
    QPushButton *m_keep;
    QPushButton *m_show;
    QPushButton *m_take;
};

} // namespace hs::ui
