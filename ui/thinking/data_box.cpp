#include "ui/thinking/data_box.h"

#include <algorithm>

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QTextBlock>
#include <QTextLayout>

namespace hs::ui {

namespace {

struct DataBoxWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::DataBox)
};

constexpr int DataLines = 12;

} // namespace

QString dataText(const QJsonValue &value, qsizetype longest)
{
    QString text;
    if (value.isObject())
        text = QString::fromUtf8(QJsonDocument(value.toObject()).toJson()).trimmed();
    else if (value.isArray())
        text = QString::fromUtf8(QJsonDocument(value.toArray()).toJson()).trimmed();
    else
        text = value.toVariant().toString();
    if (text.size() <= longest)
        return text;
    const qsizetype left = text.size() - longest;
    //: Data was cut. %1 is a number
    return text.left(longest) + QLatin1Char('\n') + DataBoxWords::tr("… and %1 characters more").arg(QLocale().toString(left));
}

DataBox::DataBox(const Theme &theme, const QString &name, const QString &text, QWidget *parent) : QPlainTextEdit(parent), m_theme(theme)
{
    setReadOnly(true);
    setTabChangesFocus(true);
    setAccessibleName(name);
    setLayoutDirection(Qt::LeftToRight); // data runs so in every language
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setFont(theme.font(TextStyle::Mono));
    setPlainText(text);
    fit();
    connect(&theme, &Theme::changed, this, [this] {
        setFont(m_theme.font(TextStyle::Mono));
        fit();
    });
}

void DataBox::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    if (event->oldSize().width() != event->size().width())
        fit();
}

void DataBox::fit()
{
    int lines = 0;
    for (QTextBlock block = document()->begin(); block.isValid() && lines < DataLines; block = block.next())
        lines += std::max(1, block.layout() ? block.layout()->lineCount() : 1);
    lines = std::clamp(lines, 1, DataLines);
    const QMargins around = contentsMargins();
    setFixedHeight(lines * QFontMetrics(font()).lineSpacing() + 2 * int(document()->documentMargin()) + around.top() + around.bottom() + 12);
}

} // namespace hs::ui
