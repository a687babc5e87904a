#pragma once

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace hs::ui {

/// Takes a new secret of a source or channel. Write-only: what is stored is
/// never shown. With a secret in place the old one can stay valid too, while the
/// sender is being changed over.
class SecretDialog final : public QDialog {
    Q_OBJECT
public:
    SecretDialog(const QString &title, bool hasSecret, QWidget *parent);

    [[nodiscard]] QString value() const;
    [[nodiscard]] bool keepOld() const;

private:
    QLineEdit *m_value;
    QCheckBox *m_keep;
    QPushButton *m_save;
};

} // namespace hs::ui
