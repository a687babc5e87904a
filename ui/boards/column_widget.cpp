#include "ui/boards/column_widget.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

namespace hs::ui {
namespace {

/// A folded column: its name from bottom to top, as on the spine of a book.
class SpineButton final : public QToolButton {
public:
    SpineButton(const Theme &theme, QWidget *parent)
        : QToolButton(parent), m_theme(theme)
    {
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        return {std::max(m_theme.size("hitMin"), fontMetrics().height() + 12), 120};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {sizeHint().width(), 60}; }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(hasFocus() ? Token::Accent : Token::Border), hasFocus() ? 2 : 1));
        painter.setBrush(m_theme.color(underMouse() ? Token::Hover : Token::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), m_theme.radius("card"), m_theme.radius("card"));
        painter.setPen(m_theme.color(Token::Text2));
        painter.setFont(m_theme.font(TextStyle::Small, QFont::DemiBold));
        painter.translate(0, height());
        painter.rotate(-90);
        const QRect area(8, 0, height() - 18, width());
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, area.width()));
    }

private:
    const Theme &m_theme;
};

Token dotToken(int position, int of, bool final)
{
    if (final)
        return Token::Ok;
    if (position == 0)
        return Token::Text3;
    return position * 2 <= of - 1 ? Token::Info : Token::Warn;
}

} // namespace

ColumnWidget::ColumnWidget(ViewContext &context, const Directory &directory, ColumnModel &model, int position, int of,
                           QWidget *parent)
    : QWidget(parent), m_context(context), m_model(model), m_dotToken(dotToken(position, of, model.info().final))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);

    m_head = new QWidget(this);
    auto *head = new QHBoxLayout(m_head);
    head->setContentsMargins(4, 0, 0, 0);
    head->setSpacing(6);
    m_dot = new QLabel(m_head);
    m_dot->setAccessibleName(QString());
    m_name = new ElidedLabel(m_model.info().title.isEmpty() ? m_model.info().key : m_model.info().title, m_head);
    m_name->setProperty("textStyle", QStringLiteral("strong"));
    m_name->setMinimumWidth(20);
    m_count = new QLabel(m_head);
    m_fold = new QToolButton(m_head);
    m_fold->setIcon(context.theme.icon(isRightToLeft() ? QStringLiteral("chevrons-right") : QStringLiteral("chevrons-left")));
    //: %1 is the name of a board column
    m_fold->setAccessibleName(tr("Fold column %1").arg(m_name->fullText()));
    m_fold->setToolTip(m_fold->accessibleName());
    head->addWidget(m_dot);
    head->addWidget(m_name);
    head->addWidget(m_count);
    head->addStretch(1);
    head->addWidget(m_fold);
    layout->addWidget(m_head);

    m_reason = new QLabel(this);
    m_reason->setWordWrap(true);
    m_reason->setTextFormat(Qt::PlainText);
    m_reason->setProperty("textStyle", QStringLiteral("caption"));
    m_reason->setContentsMargins(4, 0, 4, 4);
    m_reason->hide();
    layout->addWidget(m_reason);

    m_list = new ColumnList(context.theme, this);
    m_list->setItemDelegate(new CardDelegate(context.theme, directory, context.ticker, m_list));
    m_list->setModel(&model);
    layout->addWidget(m_list, 1);

    m_unfold = new SpineButton(context.theme, this);
    m_unfold->hide();
    layout->addWidget(m_unfold, 1);

    connect(m_fold, &QToolButton::clicked, this, [this] { setFolded(true); });
    connect(m_unfold, &QToolButton::clicked, this, [this] { setFolded(false); });
    connect(&model, &ColumnModel::countChanged, this, &ColumnWidget::updateHead);
    connect(&context.theme, &Theme::changed, this, &ColumnWidget::updateLook);
    // The next page is asked for well before the reader gets to the end of this one.
    connect(m_list, &VirtualList::visibleRowsChanged, this, [this](int, int last) {
        if (last >= m_model.size() - 40 && m_model.canFetchMore({}))
            m_model.fetchMore({});
    });
    updateLook();
    updateHead();
}

void ColumnWidget::updateLook()
{
    const Theme &theme = m_context.theme;
    const qreal ratio = devicePixelRatioF();
    QPixmap dot(QSize(8, 8) * ratio);
    dot.setDevicePixelRatio(ratio);
    dot.fill(Qt::transparent);
    QPainter painter(&dot);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(m_dotToken));
    painter.drawEllipse(QRectF(0, 0, 8, 8));
    painter.end();
    m_dot->setPixmap(dot);
    setMinimumWidth(m_folded ? 0 : theme.scaled(168));
    m_list->remeasureAll();
}

void ColumnWidget::updateHead()
{
    const QLocale locale;
    const bool full = m_model.atLimit();
    const QString count = locale.toString(m_model.count());
    const bool partly = m_model.count() != m_model.held(); // of one lane, or filtered; the limit is about all of them
    const QString held = locale.toString(m_model.held());
    const QString limit = locale.toString(m_model.info().limit);
    if (m_model.info().limit <= 0)
        m_count->setText(count);
    else if (partly)
        //: %1 cards that are shown; all cards of the column and how many it may hold
        m_count->setText(tr("%1 (%2 / %3)").arg(count, held, limit));
    else
        //: Cards in a column of a board and how many it may hold
        m_count->setText(tr("%1 / %2").arg(count, limit));
    m_count->setProperty("tone", full ? QStringLiteral("warn") : QStringLiteral("text2"));
    m_count->setProperty("textStyle", full ? QStringLiteral("strong") : QStringLiteral("body"));
    m_count->setStyleSheet(QString()); // reads the properties again
    m_count->setToolTip(full ? tr("The limit of this column is reached; a move in asks first.") : QString());
    m_count->setAccessibleName(full ? tr("%n card(s), limit reached", nullptr, int(m_model.count()))
                                    : tr("%n card(s)", nullptr, int(m_model.count())));
    const QString name = m_name->fullText();
    //: %1 is the name of a board column
    m_list->setAccessibleName(m_laneName.isEmpty() ? tr("Cards in %1").arg(name)
                                                   //: %1 is the name of a board column, %2 of a lane across the columns
                                                   : tr("Cards in %1, lane %2").arg(name, m_laneName));
    m_unfold->setText(name + QStringLiteral("  ") + m_count->text());
    m_unfold->setAccessibleName(tr("Unfold column %1").arg(name));
    m_unfold->setToolTip(m_unfold->accessibleName());
}

int ColumnWidget::headHeight() const
{
    return m_head->sizeHint().height() + layout()->spacing();
}

void ColumnWidget::setLaneName(const QString &name)
{
    m_laneName = name;
    updateHead();
}

void ColumnWidget::setFolded(bool folded)
{
    if (m_folded == folded)
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    m_folded = folded;
    m_head->setVisible(!folded);
    m_list->setVisible(!folded);
    m_unfold->setVisible(folded);
    setSizePolicy(folded ? QSizePolicy::Fixed : QSizePolicy::Expanding, QSizePolicy::Expanding);
    setMinimumWidth(folded ? 0 : m_context.theme.scaled(168));
    if (hadFocus) {
        if (folded)
            m_unfold->setFocus();
        else
            m_list->setFocus();
    }
    updateGeometry();
    Q_EMIT foldedChanged(folded);
}

void ColumnWidget::setDrag(ColumnList::DragState state, const QString &reason)
{
    m_list->setDragState(state);
    m_reason->setText(reason);
    m_reason->setProperty("tone", state == ColumnList::DragState::Forbidden ? QStringLiteral("text3") : QStringLiteral("accent"));
    m_reason->setStyleSheet(QString());
    m_reason->setVisible(!reason.isEmpty() && !m_folded);
}

} // namespace hs::ui
