#include "ui/conversations/macros.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

#include "ui/lists/fact_row_delegate.h"
#include "ui/lists/virtual_list.h"
#include "ui/states/content_states.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/search_field.h"

namespace hs::ui {

namespace {

constexpr int PopupWidth = 340;
constexpr int PopupLines = 16;
constexpr int LongestMacro = 200; ///< characters of its text in the list

} // namespace

QString filled(const QString &text, const MacroValues &values)
{
    const std::pair<QLatin1String, const QString *> known[] = {{QLatin1String("{client_name}"), &values.clientName},
                                                               {QLatin1String("{agent}"), &values.agent},
                                                               {QLatin1String("{studio}"), &values.studio},
                                                               {QLatin1String("{operator}"), &values.person},
                                                               {QLatin1String("{today}"), &values.today}};
    // From left to right and once: a client's name may look like a placeholder itself.
    QString out;
    for (qsizetype i = 0; i < text.size();) {
        const auto found = text[i] == QLatin1Char('{') ? std::find_if(std::begin(known), std::end(known), [&](const auto &one) {
            return !one.second->isEmpty() && QStringView(text).mid(i).startsWith(one.first);
        }) : std::end(known);
        if (found == std::end(known)) {
            out += text[i++];
        } else {
            out += *found->second;
            i += found->first.size();
        }
    }
    return out;
}

// ---- model ---------------------------------------------------------------

void MacroModel::setMacros(std::vector<api::Macro> macros)
{
    std::sort(macros.begin(), macros.end(),
              [](const api::Macro &a, const api::Macro &b) { return QString::localeAwareCompare(a.title, b.title) < 0; });
    m_all = std::move(macros);
    show();
}

void MacroModel::setSearch(const QString &text)
{
    m_search = text;
    show();
}

void MacroModel::show()
{
    const QStringList words = m_search.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<api::Macro> fit;
    std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(fit), [&](const api::Macro &macro) {
        return std::all_of(words.begin(), words.end(), [&](const QString &word) {
            return macro.title.contains(word, Qt::CaseInsensitive) || macro.text.contains(word, Qt::CaseInsensitive);
        });
    });
    replaceAll(std::move(fit));
}

QVariant MacroModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const api::Macro &macro = at(index.row());
    const QString text = macro.text.left(LongestMacro).simplified();
    switch (role) {
    case Qt::DisplayRole:
        return macro.title;
    case FactSecond:
    case Qt::ToolTipRole:
        return text;
    case FactTrailing:
        return macro.note ? tr("note", "a macro for internal notes") : QString();
    case Qt::AccessibleTextRole:
        //: A macro, spoken: %1 its title, %2 its text
        return (macro.note ? tr("Macro for notes: %1. %2") : tr("Macro: %1. %2")).arg(macro.title, text);
    default:
        return {};
    }
}

// ---- popup ---------------------------------------------------------------

MacroPopup::MacroPopup(ViewContext &context, const QString &entity, QWidget *parent)
    : QFrame(parent, Qt::Popup), m_context(context), m_entity(entity)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_StyledBackground);
    setProperty("frame", QStringLiteral("raised"));
    setAccessibleName(tr("Macros"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 8, 8, 6);
    column->setSpacing(6);
    m_search = new SearchField(context.theme, tr("Find a macro"), this);
    m_search->installEventFilter(this);
    column->addWidget(m_search);
    m_list = new VirtualList;
    m_list->setRowMargins({0, 2, 0, 2});
    m_list->setAccessibleName(tr("Macros"));
    m_list->setItemDelegate(new FactRowDelegate(context.theme, 2, m_list));
    m_list->setModel(&m_model);
    m_list->installEventFilter(this);
    m_states = new ContentStates(context.theme, m_list, this);
    column->addWidget(m_states, 1);
    QPushButton *manage = makeButton(tr("Manage macros…"), ButtonKind::Link, context.theme, this);
    column->addWidget(manage, 0, Qt::AlignLeading);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model.setSearch(text);
        showState();
    });
    connect(m_list, &VirtualList::clicked, this, [this](const QModelIndex &index) { choose(index.row()); });
    connect(manage, &QPushButton::clicked, this, [this] {
        Q_EMIT manageAsked();
        close();
    });
    ask();
}

void MacroPopup::openOver(QWidget *button)
{
    const int width = m_context.theme.scaled(PopupWidth);
    const int height = fontMetrics().lineSpacing() * PopupLines;
    QPoint at = button->mapToGlobal(QPoint(isRightToLeft() ? button->width() - width : 0, -height - 4));
    if (const QScreen *screen = button->screen()) {
        const QRect area = screen->availableGeometry();
        at.setX(std::clamp(at.x(), area.left(), std::max(area.left(), area.right() - width)));
        at.setY(std::max(at.y(), area.top()));
    }
    setGeometry(QRect(at, QSize(width, height)));
    show();
    m_search->setFocus(Qt::PopupFocusReason);
}

void MacroPopup::ask()
{
    m_states->beginLoading();
    m_context.engine.ask(api::MacroQuery{m_entity}, this, [this](Result<std::vector<api::Macro>> macros) {
        if (!macros) {
            m_states->showFailure({tr("The macros could not be read."), m_context.ticker.now(), {}, macros.error(), [this] { ask(); }});
            return;
        }
        m_model.setMacros(std::move(*macros));
        showState();
    });
}

void MacroPopup::showState()
{
    if (!m_model.isEmpty()) {
        m_states->showContent();
        if (!m_list->currentIndex().isValid())
            m_list->setCurrentIndex(m_model.index(0));
    } else if (m_model.hasAny()) {
        m_states->showEmpty({QStringLiteral("search"), tr("Nothing matches"), tr("No macro has these words."), tr("Show all"),
                             [this] { m_search->clear(); }, Tone::Neutral});
    } else {
        m_states->showEmpty({QStringLiteral("text-quote"), tr("No macros yet"), tr("Keep words here that you write again and again."),
                             tr("New macro"),
                             [this] {
                                 Q_EMIT manageAsked();
                                 close();
                             },
                             Tone::Accent});
    }
}

void MacroPopup::choose(int row)
{
    if (row < 0 || row >= m_model.size())
        return;
    const api::Macro macro = m_model.at(row);
    close();
    Q_EMIT chosen(macro);
}

bool MacroPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress)
        return QFrame::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
        choose(m_list->currentIndex().isValid() ? m_list->currentIndex().row() : 0);
        return true;
    }
    if (watched == m_search && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) && !m_model.isEmpty()) {
        const int row = std::max(0, m_list->currentIndex().row()) + (key->key() == Qt::Key_Down ? 1 : -1);
        m_list->setCurrentIndex(m_model.index(std::clamp(row, 0, m_model.size() - 1)));
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace hs::ui
