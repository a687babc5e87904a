#pragma once

#include <QJsonValue>
#include <QPlainTextEdit>

#include "ui/theme/theme.h"

namespace hs::ui {

/// A value as indented JSON; texts stay as they are. At most `longest` characters, then says how much is left out.
[[nodiscard]] QString dataText(const QJsonValue &value, qsizetype longest = 20'000);

/// Data to read and copy, in fixed-width letters, as high as its lines up to twelve.
class DataBox final : public QPlainTextEdit {
    Q_OBJECT
public:
    /// `name` for screen readers: "Input".
    DataBox(const Theme &theme, const QString &name, const QString &text, QWidget *parent = nullptr);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    const Theme &m_theme;
};

} // namespace hs::ui
