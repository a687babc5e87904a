#pragma once

#include <QLabel>

namespace hs::ui {

/// One line that is cut with an ellipsis where it does not fit. The whole text
/// is the accessible name, and the tooltip while it is cut.
class ElidedLabel final : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const QString &text = {}, QWidget *parent = nullptr);
    void setFullText(const QString &text);
    [[nodiscard]] QString fullText() const { return m_full; }
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_full;
};

} // namespace hs::ui
