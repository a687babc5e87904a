#pragma once

#include <QPlainTextEdit>

#include "ui/designer/design_model.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// The definition's text: JSON in colours, numbered lines, findings underlined, the chosen thing shaded. Typing goes
/// to the model, which also holds the way back. The Tab key leaves it.
class TextPane final : public QPlainTextEdit {
    Q_OBJECT
public:
    TextPane(const Theme &theme, DesignModel &model, QWidget *parent = nullptr);

    /// Puts the cursor there.
    void goTo(int offset);

    [[nodiscard]] int numberWidth() const;
    void paintNumbers(QPaintEvent *event);

Q_SIGNALS:
    void undoWanted();
    void redoWanted();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void takeText();
    void takeChange(int at, int removed, const QString &added);
    void tellChange(int at, int removed, int added);
    void mark();
    void chooseAtCursor();
    void restyle();

    const Theme &m_theme;
    DesignModel &m_model;
    QWidget *m_numbers;
    bool m_telling = false; ///< the change comes from the model
    bool m_choosing = false; ///< the choice comes from the cursor
};

} // namespace hs::ui
