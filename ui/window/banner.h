#pragma once

#include <functional>

#include <QFrame>

#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;

namespace hs::ui {

/// One line under the top bar for what concerns the whole window: the engine
/// does not answer, nothing can be saved, the last run ended badly.
class Banner final : public QFrame {
    Q_OBJECT
public:
    struct Text {
        QString id;   ///< the same id again only changes the words
        Tone tone = Tone::Warn;
        QString text;
        QString button; ///< empty: none
        std::function<void()> act;
        bool closable = true;
    };

    Banner(ViewContext &context, QWidget *parent);
    /// Several may be up; the worst is seen, then the latest.
    void put(const Text &text);
    void take(const QString &id);
    [[nodiscard]] bool has(const QString &id) const;

private:
    void showWorst();

    ViewContext &m_context;
    std::vector<Text> m_texts;
    QLabel *m_icon;
    QLabel *m_label;
    QPushButton *m_button;
    QPushButton *m_close;
    Text m_shown;
};

} // namespace hs::ui
