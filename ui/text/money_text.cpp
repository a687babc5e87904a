#include "ui/text/money_text.h"

#include <QHash>
#include <QLocale>

namespace hs::ui {

QString moneyText(double amount, const QString &currency)
{
    static const QHash<QString, QString> symbols = {{QStringLiteral("USD"), QStringLiteral("$")},
                                                    {QStringLiteral("EUR"), QStringLiteral("€")},
                                                    {QStringLiteral("GBP"), QStringLiteral("£")},
                                                    {QStringLiteral("JPY"), QStringLiteral("¥")}};
    const QString code = currency.toUpper();
    const int decimals = code == QLatin1String("JPY") ? 0 : 2;
    const QString symbol = symbols.value(code, code.isEmpty() ? QString() : code + QChar(QChar::Nbsp));
    return QLocale().toCurrencyString(amount, symbol, decimals);
}

} // namespace hs::ui
