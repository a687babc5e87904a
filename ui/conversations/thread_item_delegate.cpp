#include "ui/conversations/thread_item_delegate.h"

#include <QAbstractTextDocumentLayout>
#include <QFontMetrics>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/text/person_text.h"
#include "ui/thinking/thinking_words.h"

namespace hs::ui {

namespace {

void drawDocument(QPainter &painter, QTextDocument &document, const QPoint &topLeft)
{
    painter.save();
    painter.translate(topLeft);
    QAbstractTextDocumentLayout::PaintContext paintContext;
    document.documentLayout()->draw(&painter, paintContext);
    painter.restore();
}

const api::ThreadItem &itemOf(const QModelIndex &index)
{
    return static_cast<const ThreadModel *>(index.model())->at(index.row());
}

} // namespace

ThreadItemDelegate::ThreadItemDelegate(ViewContext &context, const Directory &directory, QObject *parent)
    : QStyledItemDelegate(parent), m_context(context), m_directory(directory), m_layouter(context, directory),
      m_cache(context.theme, 500)
{
}

ItemPlaces ThreadItemDelegate::placesOf(const QModelIndex &index, int width, Qt::LayoutDirection direction) const
{
    const auto *model = static_cast<const ThreadModel *>(index.model());
    const api::ThreadItem &item = model->at(index.row());
    return m_layouter.places(item, width, model->isOpen(item.id), direction);
}

QSize ThreadItemDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {option.rect.width(), placesOf(index, option.rect.width(), option.direction).height};
}

void ThreadItemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const api::ThreadItem &item = itemOf(index);
    const ItemPlaces places = placesOf(index, option.rect.width(), option.direction);
    painter->save();
    RowPainter paint(*painter, m_context.theme, m_cache, option);
    if (item.kind == QLatin1String("tool")) {
        paintTool(paint, option.rect, places, item, static_cast<const ThreadModel *>(index.model())->isOpen(item.id));
    } else if (item.kind == QLatin1String("system")) {
        paint.lines(places.text.translated(option.rect.topLeft()), item.text, m_context.theme.font(TextStyle::Small),
                    m_context.theme.color(Token::Text3), 6);
    } else {
        paintMessage(paint, option.rect, places, item);
    }
    if (option.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        const QRect around = (places.bubble.isValid() ? places.bubble : places.text).translated(option.rect.topLeft());
        paint.focusRing(around.adjusted(-3, -3, 3, 3), m_context.theme.radius("card") + 2);
    }
    painter->restore();
}

void ThreadItemDelegate::paintMessage(RowPainter &paint, const QRect &row, const ItemPlaces &places,
                                      const api::ThreadItem &item) const
{
    const Theme &theme = m_context.theme;
    const QPoint at = row.topLeft();
    const bool note = item.kind == QLatin1String("note");
    const bool thinking = ThreadModel::isThinking(item);
    const bool agent = thinking || item.kind == QLatin1String("agent");

    // On the side of the bubble.
    const QColor nameColor = agent ? theme.agentColor(item.author) : note ? theme.color(Token::Warn) : theme.color(Token::Text2);
    paint.line(places.name.translated(at), m_layouter.headText(item), theme.font(TextStyle::Small, QFont::DemiBold), nameColor);
    paint.line(places.time.translated(at), m_layouter.timeText(item), theme.font(TextStyle::Small), theme.color(Token::Text2));

    const QRect face = places.avatar.translated(at);
    if (agent)
        paint.agent(face, item.author);
    else
        paint.initials(face, item.kind == QLatin1String("client") ? initialsOf(item.authorName)
                                                                 : m_directory.personInitials(item.author),
                       item.author == m_context.engine.caller().id);

    QColor fill = theme.color(Token::Surface);
    QColor border = theme.color(Token::Border);
    if (agent) {
        fill = theme.agentTint(item.author);
        border = QColor();
    } else if (note) {
        fill = theme.color(Token::WarnSoft);
        border = theme.color(Token::Warn);
        border.setAlphaF(0.45F);
    } else if (item.kind == QLatin1String("colleague")) {
        fill = theme.isDark() ? theme.color(Token::Raised) : theme.color(Token::Canvas);
        border = QColor();
    }
    paint.box(places.bubble.translated(at), fill, border, theme.radius("dock"));
    drawDocument(paint.painter(), m_layouter.document(item, places.text.width(), paint.direction()),
                 paint.place(places.text.translated(at)).topLeft());

    const QString footer = m_layouter.footerText(item);
    if (footer.isEmpty())
        return;
    const bool failed = item.delivery == QLatin1String("failed");
    const bool waiting = item.delivery == QLatin1String("draft") || item.delivery == QLatin1String("held");
    const QColor ink = theme.color(failed ? Token::Danger : waiting ? Token::Warn : Token::Text2);
    const QString icon = thinking ? QStringLiteral("sparkles")
                         : failed ? QStringLiteral("mail-x")
                         : item.delivery == QLatin1String("draft") ? QStringLiteral("square-pen")
                         : item.delivery == QLatin1String("held") ? QStringLiteral("hourglass")
                         : item.delivery == QLatin1String("sent") ? QStringLiteral("check")
                                                                  : QStringLiteral("send");
    const QRect area = places.footer.translated(at);
    const QFont font = theme.font(TextStyle::Small);
    const int lineHeight = QFontMetrics(font).height();
    const int textWidth = std::min(area.width() - 18, QFontMetrics(font).horizontalAdvance(footer) + 2);
    const int left = places.trailing ? area.right() + 1 - textWidth - 18 : area.left();
    paint.icon({left, area.top() + (lineHeight - 13) / 2, 13, 13}, icon, ink);
    paint.lines({left + 18, area.top(), textWidth, area.height()}, footer, font, ink, 3);
}

void ThreadItemDelegate::paintTool(RowPainter &paint, const QRect &row, const ItemPlaces &places, const api::ThreadItem &item,
                                   bool open) const
{
    const Theme &theme = m_context.theme;
    const QPoint at = row.topLeft();
    const QRect box = places.bubble.translated(at);
    paint.box(box, theme.color(Token::Sunken), theme.color(Token::Border), theme.radius("control"));
    const QString what = toolTitle(item.tool.value(QStringLiteral("what")).toString(item.text));
    const QString result = engineWords(item.tool.value(QStringLiteral("result")).toString());
    QStringList second;
    if (!result.isEmpty())
        second << result;
    if (!item.author.isEmpty())
        second << (item.authorName.isEmpty() ? m_directory.agentName(item.author) : item.authorName);
    if (item.tool.contains(QStringLiteral("ms")))
        second << millisText(item.tool.value(QStringLiteral("ms")).toInteger());
    const QFont strong = theme.font(TextStyle::Small, QFont::DemiBold);
    const QFont small = theme.font(TextStyle::Small);
    const int strongHeight = QFontMetrics(strong).height();
    const int smallHeight = QFontMetrics(small).height();
    const QString time = m_layouter.timeText(item);
    const int chevron = theme.scaled(14);
    int y = box.top() + 8;
    paint.icon({box.left() + 9, y, strongHeight, strongHeight}, QStringLiteral("wrench"),
               item.author.isEmpty() ? theme.color(Token::Text2) : theme.agentColor(item.author));
    const int left = box.left() + 9 + strongHeight + 7;
    const int right = box.right() - 9;
    paint.icon({right - chevron, y, chevron, strongHeight}, open ? QStringLiteral("chevron-up") : QStringLiteral("chevron-down"),
               theme.color(Token::Text3));
    const QRect timePlace = places.time.translated(at);
    paint.line(timePlace, time, small, theme.color(Token::Text2), true);
    const int lineEnd = (places.buttons.empty() ? timePlace.left() : places.buttons.front().place.left() + at.x()) - 6;
    paint.line({left, y, lineEnd - left, strongHeight}, what, strong, theme.color(Token::Text));
    y += strongHeight + 2;
    paint.line({left, y, lineEnd - left, smallHeight}, second.join(QStringLiteral(" · ")), small, theme.color(Token::Text2));
    if (!open)
        return;
    const auto block = [&](const QRect &logical, const QString &title, const QString &content) {
        const QRect area = logical.translated(at);
        paint.line({area.left(), area.top() - smallHeight - 4, area.width(), smallHeight}, title, strong, theme.color(Token::Text2));
        paint.box(area, theme.color(Token::Surface), theme.color(Token::Border), theme.radius("control"));
        drawDocument(paint.painter(), m_layouter.data(content, area.width() - 16), paint.place(area.adjusted(8, 8, -8, -8)).topLeft());
    };
    block(places.input, tr("Input"), ItemLayouter::toolInput(item));
    block(places.output, tr("Output"), ItemLayouter::toolOutput(item));
}

} // namespace hs::ui
