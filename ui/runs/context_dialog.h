#pragma once

#include <functional>

#include <QDialog>
#include <QJsonObject>

#include "ui/theme/theme.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace hs::ui {

/// Lets a person change what a run knows, as JSON. The button stays off until it is an object that differs and a
/// reason is given; what is wrong stands below the text.
class ContextDialog final : public QDialog {
    Q_OBJECT
public:
    struct Edit {
        QJsonObject patch; ///< JSON Merge Patch
        QString reason;
        bool retry = false;
    };
    /// `mayRetry`: an input waits to be handled once more.
    ContextDialog(const Theme &theme, const QString &title, const QJsonObject &context, bool mayRetry, QWidget *parent);
    [[nodiscard]] Edit edit() const;

private:
    void check();

    QJsonObject m_before;
    QJsonObject m_after;
    QPlainTextEdit *m_text;
    QLabel *m_problem;
    QLineEdit *m_reason;
    QCheckBox *m_retry;
    QPushButton *m_save;
};

} // namespace hs::ui
