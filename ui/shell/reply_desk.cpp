#include "ui/shell/reply_desk.h"

namespace hs::ui {

void ReplyDesk::setOpen(const QString &thread, const QString &title)
{
    const QString name = thread.isEmpty() ? QString() : title;
    if (m_thread == thread && m_title == name)
        return;
    m_thread = thread;
    m_title = name;
    Q_EMIT changed();
}

bool ReplyDesk::insert(const QString &text)
{
    if (m_thread.isEmpty())
        return false;
    Q_EMIT insertAsked(m_thread, text);
    return true;
}

} // namespace hs::ui
