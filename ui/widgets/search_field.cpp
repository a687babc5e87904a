#include "ui/widgets/search_field.h"

#include <QAction>
#include <QKeyEvent>

namespace hs::ui {

namespace {
constexpr int PauseMs = 120;
}

SearchField::SearchField(const Theme &theme, const QString &name, QWidget *parent) : QLineEdit(parent)
{
    setPlaceholderText(name);
    setAccessibleName(name);
    QAction *glass = addAction(theme.icon(QStringLiteral("search"), Token::Text3), QLineEdit::LeadingPosition);
    glass->setObjectName(QStringLiteral("_q_magnifier")); // decoration, no deed
    setClearButtonEnabled(true);
    m_pause.setSingleShot(true);
    m_pause.setInterval(PauseMs);
    connect(&m_pause, &QTimer::timeout, this, &SearchField::tell);
    connect(this, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            tell();
        else
            m_pause.start();
    });
    connect(this, &QLineEdit::returnPressed, this, &SearchField::tell);
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

void SearchField::tell()
{
    m_pause.stop();
    const QString now = text().trimmed();
    if (now == m_told)
        return;
    m_told = now;
    Q_EMIT searched(now);
}

} // namespace hs::ui
