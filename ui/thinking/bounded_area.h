#pragma once

#include <QScrollArea>

namespace hs::ui {

/// As high as its content, up to a bound; beyond it, and where there is less room, the content scrolls.
class BoundedArea final : public QScrollArea {
    Q_OBJECT
public:
    explicit BoundedArea(QWidget *parent = nullptr);

    /// `content` becomes a child.
    void setContent(QWidget *content);
    void setBound(int pixels);
    /// Looks at its content's height again; call it when that changed.
    void fit();

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] int wantedHeight() const;

    int m_bound = QWIDGETSIZE_MAX;
};

} // namespace hs::ui
