#include "ui/thinking/thought_steps.h"

#include <QCoreApplication>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/text/duration_text.h"
#include "ui/text/engine_words.h"
#include "ui/thinking/column.h"
#include "ui/thinking/data_box.h"
#include "ui/thinking/fold_box.h"
#include "ui/thinking/thinking_words.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

namespace {

struct CallWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::CallFacts)
};

} // namespace

ThoughtSteps::ThoughtSteps(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(10);
}

void ThoughtSteps::setSteps(const std::vector<api::ThoughtStep> &steps, const QString &sent)
{
    emptyColumn(m_column);
    for (const api::ThoughtStep &step : steps) {
        const ThinkingLook look = stepLook(step);
        auto *box = new FoldBox(m_theme, step.kind == QLatin1String("tool") ? toolTitle(step.what) : engineSentence(step.what), this);
        box->setIcon(look.icon, toneToken(look.tone));
        QStringList line{look.word};
        if (!step.result.isEmpty())
            line << engineWords(step.result);
        if (step.millis > 0)
            line << millisText(step.millis);
        box->setLine(line.join(QStringLiteral(" · ")));
        if (!step.input.isEmpty() || !step.output.isEmpty()) {
            box->setContent([this, input = step.input, output = step.output](QWidget *parent) -> QWidget * {
                auto *both = new QWidget(parent);
                auto *column = new QVBoxLayout(both);
                column->setContentsMargins(0, 0, 0, 4);
                column->setSpacing(4);
                const auto add = [&](const QString &name, const QJsonObject &value) {
                    if (value.isEmpty())
                        return;
                    column->addWidget(makeLabel(name, TextStyle::Small, Token::Text2, both));
                    column->addWidget(new DataBox(m_theme, name, dataText(value), both));
                };
                add(tr("Input"), input);
                add(tr("Output"), output);
                return both;
            });
        }
        m_column->addWidget(box);
        box->show();
    }
    if (sent.isEmpty())
        return;
    auto *box = new FoldBox(m_theme, tr("What was sent to the model"), this);
    box->setIcon(QStringLiteral("send"), Token::Text2);
    box->setLine(tr("As it left, with masks in place of personal data"));
    box->setContent(
        [this, sent](QWidget *parent) -> QWidget * { return new DataBox(m_theme, tr("What was sent to the model"), dataText(sent), parent); });
    m_column->addWidget(box);
    box->show();
}

QStringList callFacts(const api::AiCallRow &call)
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            //: A line of details: %1 name, %2 value
            lines << CallWords::tr("%1: %2").arg(name, value);
    };
    add(CallWords::tr("Model"), call.provider + QStringLiteral(" · ") + call.model);
    add(CallWords::tr("For"), purposeName(call.purpose));
    add(CallWords::tr("Why this one"), engineWords(call.why));
    add(CallWords::tr("Result"), callLook(call).word);
    add(CallWords::tr("Error"), engineWords(call.error));
    add(CallWords::tr("Cost"), costText(call));
    add(CallWords::tr("Tokens"), tokensText(call));
    add(CallWords::tr("Took"), millisText(call.millis));
    if (call.firstTokenMillis > 0)
        add(CallWords::tr("First word after"), millisText(call.firstTokenMillis));
    if (call.attempt > 1)
        add(CallWords::tr("Attempt"), QString::number(call.attempt));
    add(CallWords::tr("Masked before sending"), call.masked.isEmpty() ? CallWords::tr("nothing") : call.masked);
    add(CallWords::tr("Correlation"), call.correlation);
    return lines;
}

CallLines::CallLines(ViewContext &context, QWidget *parent) : QWidget(parent), m_context(context), m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(10);
}

void CallLines::setCalls(const std::vector<api::AiCallRow> &calls)
{
    emptyColumn(m_column);
    for (const api::AiCallRow &call : calls) {
        const ThinkingLook look = callLook(call);
        auto *box = new FoldBox(m_context.theme, call.provider + QStringLiteral(" · ") + call.model, this);
        box->setIcon(look.icon, toneToken(look.tone));
        box->setLine(
            QStringList{purposeName(call.purpose), look.word, costText(call), millisText(call.millis), momentText(call.at, m_context.ticker.now())}
                .join(QStringLiteral(" · ")));
        box->setContent([call](QWidget *parent) -> QWidget * {
            QLabel *facts = makeWrappingLabel(callFacts(call).join(QLatin1Char('\n')), TextStyle::Small, Token::Text2, parent);
            facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
            return facts;
        });
        m_column->addWidget(box);
        box->show();
    }
}

} // namespace hs::ui
