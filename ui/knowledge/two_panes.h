#pragma once

#include <QWidget>

class QSplitter;

namespace hs::ui {

/// A list and what is chosen in it: side by side where the dock is wide, one below the other where it is high, and one instead
/// of the other where it is neither. The second is shown once it is opened.
class TwoPanes final : public QWidget {
    Q_OBJECT
public:
    enum class Mode { Beside, Below, Over };

    /// Both become children. Bounds are device independent pixels at 100 % text; they grow with `percent`.
    TwoPanes(QWidget *first, QWidget *second, QWidget *parent = nullptr);

    void setBounds(int beside, int below, int percent);
    [[nodiscard]] Mode mode() const { return m_mode; }
    [[nodiscard]] bool isOpen() const { return m_open; }
    void setOpen(bool open);
    /// Whether the first has anything to show; without, the second takes all the room.
    void setFirstUseful(bool useful);
    [[nodiscard]] QByteArray sizesState() const; ///< for `restoreSizes`
    void restoreSizes(const QByteArray &state);  ///< garbage is ignored

Q_SIGNALS:
    void modeChanged();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();
    void showPanes();

    QWidget *m_first;
    QWidget *m_second;
    QSplitter *m_splitter;
    Mode m_mode = Mode::Over;
    int m_beside = 700;
    int m_below = 560;
    int m_percent = 100;
    bool m_open = false;
    bool m_firstUseful = true;
};

} // namespace hs::ui
