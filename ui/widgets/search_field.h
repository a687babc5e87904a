#pragma once

#include <QLineEdit>
#include <QTimer>

#include "ui/theme/theme.h"

namespace hs::ui {

/// A line edit with a magnifier, which tells its text a moment after typing
/// stopped (at once for Return and for emptying). Esc empties it first.
class SearchField final : public QLineEdit {
    Q_OBJECT
public:
    /// `name`: placeholder and accessible name.
    SearchField(const Theme &theme, const QString &name, QWidget *parent = nullptr);

Q_SIGNALS:
    void searched(const QString &text); ///< trimmed

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void tell();

    QTimer m_pause;
    QString m_told;
};

} // namespace hs::ui
