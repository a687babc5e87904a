#include "ui/window/notice_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/text/duration_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

NoticeList::NoticeList(ViewContext &context, EngineStatus &status, QWidget *window)
    : QFrame(window, Qt::Popup), m_context(context), m_status(status)
{
    setProperty("frame", QStringLiteral("dialog"));
    setAccessibleName(tr("Notices"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(1, 8, 1, 8);
    QLabel *head = makeLabel(tr("Notices"), TextStyle::Strong, Token::Text, this);
    head->setContentsMargins(14, 4, 14, 4);
    column->addWidget(head);
    auto *area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setAccessibleName(tr("Notices"));
    auto *body = new QWidget(area);
    body->setProperty("fill", QStringLiteral("surface"));
    m_rows = new QVBoxLayout(body);
    m_rows->setContentsMargins(14, 4, 14, 8);
    m_rows->setSpacing(12);
    area->setWidget(body);
    column->addWidget(area, 1);
    connect(&m_status, &EngineStatus::changed, this, [this] {
        if (isVisible())
            fill();
    });
}

void NoticeList::openUnder(const QWidget *button)
{
    fill();
    const int width = m_context.theme.scaled(380);
    const int height = m_context.theme.scaled(320);
    const QPoint corner = button->mapToGlobal(QPoint(button->width() - width, button->height() + 4));
    setGeometry(corner.x(), corner.y(), width, height);
    show();
    setFocus(Qt::PopupFocusReason);
}

void NoticeList::fill()
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const auto &status = m_status.status();
    if (!status || status->notices.empty()) {
        m_rows->addWidget(makeWrappingLabel(tr("All is well. Nothing needs to be mended."), TextStyle::Body, Token::Text2, this));
        m_rows->addStretch(1);
        return;
    }
    for (const api::Notice &notice : status->notices) {
        const Tone tone = notice.level == QLatin1String("danger") ? Tone::Danger
            : notice.level == QLatin1String("warn")               ? Tone::Warn
                                                                  : Tone::Info;
        auto *row = new QWidget(this);
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        line->setSpacing(10);
        auto *icon = new QLabel(row);
        icon->setPixmap(m_context.theme.pixmap(tone == Tone::Info ? QStringLiteral("info") : QStringLiteral("triangle-alert"), 16,
                                               m_context.theme.toneColor(tone)));
        line->addWidget(icon, 0, Qt::AlignTop);
        auto *texts = new QVBoxLayout;
        texts->setSpacing(2);
        texts->addWidget(makeWrappingLabel(notice.text, TextStyle::Body, Token::Text, row));
        if (!notice.mend.isEmpty())
            texts->addWidget(makeWrappingLabel(notice.mend, TextStyle::Small, Token::Text2, row));
        if (notice.since.isValid())
            texts->addWidget(makeLabel(tr("since %1").arg(momentText(notice.since, m_context.ticker.now())), TextStyle::Caption,
                                       Token::Text3, row));
        line->addLayout(texts, 1);
        m_rows->addWidget(row);
    }
    m_rows->addStretch(1);
}

void NoticeList::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QFrame::keyPressEvent(event);
}

} // namespace hs::ui
