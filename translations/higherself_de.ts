<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>AiCallModel</name>
    <message>
        <source>%1 by %2, %3, %4, %5, %6</source>
        <extracomment>A call of a language model, spoken. %1 what for, %2 the model, %3 result, %4 cost, %5 duration, %6 when</extracomment>
        <translation>%1 durch %2, %3, %4, %5, %6</translation>
    </message>
    <message>
        <source>When</source>
        <comment>column head</comment>
        <translation>Wann</translation>
    </message>
    <message>
        <source>For</source>
        <comment>column head: what a language model was asked for</comment>
        <translation>Für</translation>
    </message>
    <message>
        <source>Result</source>
        <comment>column head</comment>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Cost</source>
        <comment>column head</comment>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Took</source>
        <comment>column head: a duration</comment>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Model</source>
        <comment>column head</comment>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Why this one</source>
        <comment>column head: why this model was asked, or what went wrong</comment>
        <translation>Warum dieses</translation>
    </message>
</context>
<context>
    <name>AuditModel</name>
    <message>
        <source>%1: %2, %3, %4</source>
        <extracomment>A row of the audit, spoken. %1 who, %2 what was done, %3 object, %4 when.</extracomment>
        <translation>%1: %2, %3, %4</translation>
    </message>
    <message>
        <source>%1 (reason: %2)</source>
        <comment>tooltip of an audited act</comment>
        <translation>%1 (Grund: %2)</translation>
    </message>
    <message>
        <source>When</source>
        <comment>column head</comment>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <comment>column head</comment>
        <translation>Wer</translation>
    </message>
    <message>
        <source>What</source>
        <comment>column head</comment>
        <translation>Was</translation>
    </message>
    <message>
        <source>Object</source>
        <comment>column head: what an act was done to</comment>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Escalation</source>
        <translation>Eskalation</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>Outgoing message</source>
        <translation>Ausgehende Nachricht</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Integration</source>
        <translation>Anbindung</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Mensch</translation>
    </message>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>Störung</translation>
    </message>
    <message>
        <source>Workflow definition</source>
        <translation>Ablaufdefinition</translation>
    </message>
</context>
<context>
    <name>BoardCard</name>
    <message>
        <source>%1 late</source>
        <extracomment>A card whose time is over. %1 is a length of time such as &quot;2 d&quot;</extracomment>
        <translation>%1 zu spät</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>%1, %2, in %3</source>
        <extracomment>Read by screen readers. %1 number such as LC-318, %2 title, %3 column name</extracomment>
        <translation>%1, %2, in %3</translation>
    </message>
    <message>
        <source>due %1</source>
        <extracomment>%1 is a date with time</extracomment>
        <translation>fällig %1</translation>
    </message>
    <message>
        <source>here since %1</source>
        <extracomment>%1 is a date with time</extracomment>
        <translation>hier seit %1</translation>
    </message>
    <message>
        <source>priority: %1</source>
        <extracomment>%1 is a priority: high or urgent</extracomment>
        <translation>Priorität: %1</translation>
    </message>
    <message>
        <source>selected</source>
        <extracomment>Read by screen readers: the card is one of those that are changed together</extracomment>
        <translation>ausgewählt</translation>
    </message>
</context>
<context>
    <name>BoardFilter</name>
    <message>
        <source>Not grouped</source>
        <translation>Nicht gruppiert</translation>
    </message>
    <message>
        <source>Group by agent</source>
        <translation>Nach Agent gruppieren</translation>
    </message>
    <message>
        <source>Group by person</source>
        <translation>Nach Person gruppieren</translation>
    </message>
    <message>
        <source>Group by entity</source>
        <translation>Nach Betrieb gruppieren</translation>
    </message>
    <message>
        <source>Group by priority</source>
        <translation>Nach Priorität gruppieren</translation>
    </message>
    <message>
        <source>Low</source>
        <comment>priority</comment>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Medium</source>
        <comment>priority</comment>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>High</source>
        <comment>priority</comment>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Urgent</source>
        <comment>priority</comment>
        <translation>Dringend</translation>
    </message>
    <message>
        <source>Any deadline</source>
        <translation>Jede Frist</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>Überfällig</translation>
    </message>
    <message>
        <source>Due today</source>
        <translation>Heute fällig</translation>
    </message>
    <message>
        <source>Due within a week</source>
        <translation>Binnen einer Woche fällig</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>Jeder Status</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Waiting for a person</source>
        <translation>Wartet auf einen Menschen</translation>
    </message>
    <message>
        <source>Blocked</source>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Waiting for a task</source>
        <translation>Wartet auf eine Aufgabe</translation>
    </message>
    <message>
        <source>Waiting for a time</source>
        <translation>Wartet auf einen Zeitpunkt</translation>
    </message>
</context>
<context>
    <name>BulkMoves</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <extracomment>A list of card numbers that was cut. %1 the first ones</extracomment>
        <translation>
            <numerusform>%1 und %n weitere</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A move of several cards. %1 column name, %2 event name</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (%2) – %3 of %4 can</source>
        <extracomment>A move of several cards that not all of them can do. %1 column name, %2 event name, %3 and %4 numbers: &quot;9 of 12 can&quot;</extracomment>
        <translation>%1 (%2) – %3 von %4 möglich</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) will move to “%1” by “%2”.</source>
        <extracomment>%1 column name, %2 event name</extracomment>
        <translation>
            <numerusform>%n Karte geht mit „%2“ nach „%1“.</numerusform>
            <numerusform>%n Karten gehen mit „%2“ nach „%1“.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) are there already: %1.</source>
        <extracomment>%1 a list of card numbers</extracomment>
        <translation>
            <numerusform>%n Karte ist schon dort: %1.</numerusform>
            <numerusform>%n Karten sind schon dort: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) will stay, because their workflow does not allow it from where they are: %1.</source>
        <extracomment>%1 a list of card numbers</extracomment>
        <translation>
            <numerusform>%n Karte bleibt, weil ihr Ablauf es von dort aus nicht erlaubt: %1.</numerusform>
            <numerusform>%n Karten bleiben, weil ihr Ablauf es von dort aus nicht erlaubt: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For %n of them the rule decides (%1); what it refuses stays where it is.</source>
        <extracomment>%1 names of rules of the workflow</extracomment>
        <translation>
            <numerusform>Bei %n davon entscheidet die Regel (%1); was sie ablehnt, bleibt, wo es ist.</numerusform>
            <numerusform>Bei %n davon entscheidet die Regel (%1); was sie ablehnt, bleibt, wo es ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” should hold %2 cards; it would hold %3.</source>
        <extracomment>%1 column name, %2 how many cards it should hold, %3 how many it would hold</extracomment>
        <translation>„%1“ soll %2 Karten enthalten; dann wären es %3.</translation>
    </message>
</context>
<context>
    <name>BulkReport</name>
    <message>
        <source>What became of each card</source>
        <translation>Was aus jeder Karte wurde</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Done</source>
        <extracomment>What happened to a card of several. %1 the reason</extracomment>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
</context>
<context>
    <name>CardMoves</name>
    <message>
        <source>This one is completed; it moves no more.</source>
        <translation>Dieser Ablauf ist abgeschlossen und bewegt sich nicht mehr.</translation>
    </message>
    <message>
        <source>This one was cancelled; it moves no more.</source>
        <translation>Dieser Ablauf wurde abgebrochen und bewegt sich nicht mehr.</translation>
    </message>
    <message>
        <source>This one failed; it moves no more.</source>
        <translation>Dieser Ablauf ist gescheitert und bewegt sich nicht mehr.</translation>
    </message>
    <message>
        <source>A step failed here. Open it and try the step again first.</source>
        <translation>Hier ist ein Schritt gescheitert. Öffnen Sie ihn und versuchen Sie ihn zuerst noch einmal.</translation>
    </message>
    <message>
        <source>This one is paused. It moves again once it is resumed.</source>
        <translation>Dieser Ablauf ruht. Er bewegt sich wieder, sobald er fortgesetzt wird.</translation>
    </message>
    <message>
        <source>Depends on the rule “%1”.</source>
        <extracomment>%1 is the name of a rule of the workflow</extracomment>
        <translation>Hängt von der Regel „%1“ ab.</translation>
    </message>
    <message>
        <source>It waits for: %1. No move by hand is possible now.</source>
        <extracomment>%1 is what a workflow waits for, e.g. &quot;a person&apos;s decision&quot;</extracomment>
        <translation>Er wartet auf: %1. Von Hand lässt er sich gerade nicht bewegen.</translation>
    </message>
    <message>
        <source>The workflow allows no move by hand from here.</source>
        <translation>Von hier aus erlaubt der Ablauf keinen Zug von Hand.</translation>
    </message>
    <message>
        <source>The workflow has no way from “%1” to “%2”. From here: %3.</source>
        <extracomment>%1, %2 are column names, %3 a list of column names</extracomment>
        <translation>Der Ablauf führt nicht von „%1“ nach „%2“. Von hier aus: %3.</translation>
    </message>
    <message>
        <source>%1 (%2, if “%3” holds)</source>
        <extracomment>A move on the board. %1 column name, %2 event name, %3 name of the rule that decides</extracomment>
        <translation>%1 (%2, falls „%3“ gilt)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A move on the board. %1 column name, %2 event name</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>The rule “%1” would refuse it now.</source>
        <extracomment>%1 is the name of a rule of the workflow</extracomment>
        <translation>Die Regel „%1“ würde es jetzt ablehnen.</translation>
    </message>
    <message>
        <source>%1 (%2, “%3” refuses it now)</source>
        <extracomment>A move on the board that is not possible now. %1 column name, %2 event name, %3 name of the rule that decides</extracomment>
        <translation>%1 (%2, „%3“ lehnt es jetzt ab)</translation>
    </message>
</context>
<context>
    <name>ChartWords</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>State with states inside</source>
        <translation>Zustand mit Unterzuständen</translation>
    </message>
    <message>
        <source>Parallel state</source>
        <translation>Paralleler Zustand</translation>
    </message>
    <message>
        <source>Final state</source>
        <translation>Endzustand</translation>
    </message>
    <message>
        <source>History state</source>
        <translation>Verlaufszustand</translation>
    </message>
    <message>
        <source>%1 d</source>
        <comment>days, short</comment>
        <translation>%1 T.</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours, short</comment>
        <translation>%1 Std.</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes, short</comment>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds, short</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>always</source>
        <extracomment>a transition that is taken at once, without an event</extracomment>
        <translation>immer</translation>
    </message>
    <message>
        <source>after %1</source>
        <extracomment>%1 is a length of time or its name</extracomment>
        <translation>nach %1</translation>
    </message>
    <message>
        <source>all inside done</source>
        <extracomment>the states inside have come to their end</extracomment>
        <translation>alles darin erledigt</translation>
    </message>
    <message>
        <source>%1 done</source>
        <extracomment>%1 is the name of a task</extracomment>
        <translation>%1 erledigt</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <extracomment>%1 is the name of a task</extracomment>
        <translation>%1 gescheitert</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>Read by screen readers. %1 is &quot;State&quot;, &quot;Final state&quot; …, %2 its name</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>inside %1</source>
        <translation>in %1</translation>
    </message>
    <message>
        <source>entered first</source>
        <translation>zuerst betreten</translation>
    </message>
    <message>
        <source>runs %1</source>
        <translation>führt %1 aus</translation>
    </message>
    <message numerus="yes">
        <source>%n transition(s) from here</source>
        <translation>
            <numerusform>%n Übergang von hier</numerusform>
            <numerusform>%n Übergänge von hier</numerusform>
        </translation>
    </message>
    <message>
        <source>On %1 from %2 to %3</source>
        <extracomment>Read by screen readers. %1 what happens, %2 and %3 names of states</extracomment>
        <translation>Bei %1 von %2 nach %3</translation>
    </message>
    <message>
        <source>On %1 from %2 to %3, which is not there</source>
        <translation>Bei %1 von %2 nach %3, das es nicht gibt</translation>
    </message>
    <message>
        <source>On %1 stays in %2</source>
        <translation>Bei %1 bleibt es in %2</translation>
    </message>
    <message>
        <source>only if %1</source>
        <translation>nur falls %1</translation>
    </message>
    <message>
        <source>does %1</source>
        <translation>Aktionen: %1</translation>
    </message>
</context>
<context>
    <name>DecidedModel</name>
    <message>
        <source>%1, %2 by %3, %4</source>
        <extracomment>A decided escalation, spoken: %1 title, %2 outcome, %3 person, %4 moment.</extracomment>
        <translation>%1, %2 von %3, %4</translation>
    </message>
    <message>
        <source>%1, can be undone for %2</source>
        <extracomment>%1 is a sentence, %2 a duration.</extracomment>
        <translation>%1, noch %2 rückgängig zu machen</translation>
    </message>
</context>
<context>
    <name>DeliveryModel</name>
    <message>
        <source>%1 repeat</source>
        <comment>%1 is an HTTP status: a delivery that came before</comment>
        <translation>%1 Wiederholung</translation>
    </message>
    <message>
        <source>%1 accepted</source>
        <comment>%1 is an HTTP status</comment>
        <translation>%1 angenommen</translation>
    </message>
    <message>
        <source>%1 not taken</source>
        <comment>%1 is an HTTP status: the sender will try again</comment>
        <translation>%1 nicht angenommen</translation>
    </message>
    <message>
        <source>%1 refused</source>
        <comment>%1 is an HTTP status</comment>
        <translation>%1 abgewiesen</translation>
    </message>
    <message>
        <source>%1, %2, %3 %4</source>
        <extracomment>A delivery, spoken. %1 type, %2 answer, %3 when, %4 error, if any.</extracomment>
        <translation>%1, %2, %3 %4</translation>
    </message>
    <message>
        <source>When</source>
        <comment>column head</comment>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Event</source>
        <comment>column head</comment>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Answer</source>
        <comment>column head: what the receiver answered</comment>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Took</source>
        <comment>column head: a duration</comment>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Note</source>
        <comment>column head</comment>
        <translation>Anmerkung</translation>
    </message>
</context>
<context>
    <name>DesignDialogs</name>
    <message>
        <source>Add a state</source>
        <extracomment>%1 is the name of a state or a workflow</extracomment>
        <translation>Zustand hinzufügen</translation>
    </message>
    <message>
        <source>It will stand in %1.</source>
        <translation>Er steht dann in %1.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>A name has letters, digits, _ and -, and does not begin with a digit.</source>
        <translation>Ein Name besteht aus Buchstaben, Ziffern, _ und - und beginnt nicht mit einer Ziffer.</translation>
    </message>
    <message>
        <source>Add a transition</source>
        <extracomment>%1 is the name of a state</extracomment>
        <translation>Übergang hinzufügen</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>Von %1.</translation>
    </message>
    <message>
        <source>When an event comes</source>
        <translation>Wenn ein Ereignis kommt</translation>
    </message>
    <message>
        <source>After some time</source>
        <translation>Nach einiger Zeit</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>When all inside is done</source>
        <translation>Wenn alles darin erledigt ist</translation>
    </message>
    <message>
        <source>When %1 is done</source>
        <extracomment>%1 is the name of a task</extracomment>
        <translation>Wenn %1 erledigt ist</translation>
    </message>
    <message>
        <source>When %1 fails</source>
        <extracomment>%1 is the name of a task</extracomment>
        <translation>Wenn %1 scheitert</translation>
    </message>
    <message>
        <source>Stays where it is</source>
        <translation>Bleibt, wo es ist</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Anlass</translation>
    </message>
    <message>
        <source>Event or time</source>
        <translation>Ereignis oder Zeit</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>Führt nach</translation>
    </message>
    <message>
        <source>Only if</source>
        <translation>Nur falls</translation>
    </message>
    <message>
        <source>Name the event, such as order.paid.</source>
        <translation>Nennen Sie das Ereignis, etwa order.paid.</translation>
    </message>
    <message>
        <source>Give a time such as PT1H or P2D, or the name of a delay.</source>
        <translation>Geben Sie eine Zeit wie PT1H oder P2D an oder den Namen einer Wartezeit.</translation>
    </message>
    <message>
        <source>A transition that is taken at once must lead somewhere.</source>
        <translation>Ein Übergang, der sofort genommen wird, muss irgendwohin führen.</translation>
    </message>
    <message>
        <source>New workflow</source>
        <translation>Neuer Ablauf</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
    <message>
        <source>Loan of a work</source>
        <translation>Leihgabe eines Werks</translation>
    </message>
    <message>
        <source>Three steps</source>
        <translation>Drei Schritte</translation>
    </message>
    <message>
        <source>A person decides</source>
        <translation>Ein Mensch entscheidet</translation>
    </message>
    <message>
        <source>Two things at once</source>
        <translation>Zwei Dinge zugleich</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Begins as</source>
        <translation>Beginnt als</translation>
    </message>
    <message>
        <source>Give it a title.</source>
        <translation>Geben Sie einen Titel an.</translation>
    </message>
    <message>
        <source>An id has letters, digits, _ and -, and does not begin with a digit.</source>
        <translation>Eine Kennung besteht aus Buchstaben, Ziffern, _ und - und beginnt nicht mit einer Ziffer.</translation>
    </message>
    <message>
        <source>There is a workflow of this id.</source>
        <translation>Es gibt schon einen Ablauf mit dieser Kennung.</translation>
    </message>
</context>
<context>
    <name>DockCatalog</name>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>Wissen</translation>
    </message>
    <message>
        <source>Run history</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Workflow designer</source>
        <translation>Ablauf-Designer</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
</context>
<context>
    <name>EffectModel</name>
    <message>
        <source>Draft</source>
        <comment>state of an outgoing message: waits for a person</comment>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>On hold</source>
        <comment>state of an outgoing message: may still be undone</comment>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Queued</source>
        <comment>state of an outgoing message</comment>
        <translation>In der Warteschlange</translation>
    </message>
    <message>
        <source>Sending</source>
        <comment>state of an outgoing message</comment>
        <translation>Wird gesendet</translation>
    </message>
    <message>
        <source>Sent</source>
        <comment>state of an outgoing message</comment>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Failed, tried again</source>
        <comment>state of an outgoing message: it will be tried again</comment>
        <translation>Gescheitert, wird erneut versucht</translation>
    </message>
    <message>
        <source>Given up</source>
        <comment>state of an outgoing message: it failed too often</comment>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <comment>state of an outgoing message</comment>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>%1 to %2, %3 %4</source>
        <extracomment>An outgoing message, spoken. %1 what, %2 to whom, %3 state, %4 why or error, if any.</extracomment>
        <translation>%1 an %2, %3 %4</translation>
    </message>
    <message>
        <source>When</source>
        <comment>column head</comment>
        <translation>Wann</translation>
    </message>
    <message>
        <source>To</source>
        <comment>column head: whom a message goes to</comment>
        <translation>An</translation>
    </message>
    <message>
        <source>What</source>
        <comment>column head</comment>
        <translation>Was</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column head</comment>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Note</source>
        <comment>column head</comment>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>EscalationModel</name>
    <message>
        <source>waiting on the client</source>
        <comment>part of a spoken row</comment>
        <translation>wartet auf die Kundschaft</translation>
    </message>
    <message>
        <source>overdue since %1</source>
        <comment>part of a spoken row; %1 is a time</comment>
        <translation>überfällig seit %1</translation>
    </message>
    <message>
        <source>respond until %1</source>
        <comment>part of a spoken row; %1 is a time</comment>
        <translation>antworten bis %1</translation>
    </message>
    <message>
        <source>decide until %1</source>
        <comment>part of a spoken row; %1 is a time</comment>
        <translation>entscheiden bis %1</translation>
    </message>
    <message>
        <source>not claimed</source>
        <comment>part of a spoken row</comment>
        <translation>nicht angenommen</translation>
    </message>
    <message>
        <source>claimed by you</source>
        <comment>part of a spoken row</comment>
        <translation>von Ihnen angenommen</translation>
    </message>
    <message>
        <source>claimed by %1</source>
        <comment>part of a spoken row; %1 is a person</comment>
        <translation>angenommen von %1</translation>
    </message>
    <message>
        <source>%1, %2 at %3, priority %4, %5, %6, asked by %7</source>
        <extracomment>A row of the escalations list, spoken. %1 title, %2 person, %3 studio, %4 priority, %5 time, %6 who holds it, %7 agent.</extracomment>
        <translation>%1, %2 bei %3, Priorität %4, %5, %6, gefragt von %7</translation>
    </message>
    <message>
        <source>Respond until %1</source>
        <comment>tooltip of a deadline</comment>
        <translation>Antworten bis %1</translation>
    </message>
    <message>
        <source>Decide until %1</source>
        <comment>tooltip of a deadline</comment>
        <translation>Entscheiden bis %1</translation>
    </message>
    <message>
        <source>Paused since %1, waiting on the client</source>
        <comment>tooltip of a deadline</comment>
        <translation>Ruht seit %1, wartet auf die Kundschaft</translation>
    </message>
    <message>
        <source>Snoozed until %1</source>
        <comment>tooltip of an escalation</comment>
        <translation>Zurückgestellt bis %1</translation>
    </message>
</context>
<context>
    <name>EscalationWords</name>
    <message>
        <source>Legal</source>
        <comment>why a person is needed: law or compliance</comment>
        <translation>Recht</translation>
    </message>
    <message>
        <source>VIP client</source>
        <comment>why a person is needed</comment>
        <translation>VIP-Kundschaft</translation>
    </message>
    <message>
        <source>Dispute</source>
        <comment>why a person is needed</comment>
        <translation>Streitfall</translation>
    </message>
    <message>
        <source>Judgement</source>
        <comment>why a person is needed: it takes human judgement</comment>
        <translation>Ermessen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>state of an escalation: nobody has claimed it</comment>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Claimed</source>
        <comment>state of an escalation</comment>
        <translation>Angenommen</translation>
    </message>
    <message>
        <source>Decided</source>
        <comment>state of an escalation</comment>
        <translation>Entschieden</translation>
    </message>
    <message>
        <source>On hold, can be undone</source>
        <comment>state of an escalation: decided, effects wait</comment>
        <translation>Angehalten, kann rückgängig gemacht werden</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>state of an escalation</comment>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <comment>state of an escalation</comment>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>Waiting on client</source>
        <comment>state of an escalation</comment>
        <translation>Wartet auf Kundschaft</translation>
    </message>
    <message>
        <source>Approved as written</source>
        <comment>outcome of an escalation</comment>
        <translation>Unverändert freigegeben</translation>
    </message>
    <message>
        <source>Edited, then approved</source>
        <comment>outcome of an escalation</comment>
        <translation>Bearbeitet, dann freigegeben</translation>
    </message>
    <message>
        <source>Rejected</source>
        <comment>outcome of an escalation</comment>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Handed back to the agent</source>
        <comment>outcome of an escalation</comment>
        <translation>An den Agenten zurückgegeben</translation>
    </message>
    <message>
        <source>wrote</source>
        <translation>schrieb</translation>
    </message>
    <message>
        <source>classified the request</source>
        <translation>ordnete die Anfrage ein</translation>
    </message>
    <message>
        <source>checked</source>
        <translation>prüfte</translation>
    </message>
    <message>
        <source>tried</source>
        <translation>versuchte</translation>
    </message>
    <message>
        <source>asked for a person</source>
        <translation>bat um einen Menschen</translation>
    </message>
    <message>
        <source>claimed this</source>
        <translation>nahm den Fall an</translation>
    </message>
    <message>
        <source>released this</source>
        <translation>legte den Fall zurück</translation>
    </message>
    <message>
        <source>assigned this</source>
        <translation>wies den Fall zu</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>entschied</translation>
    </message>
    <message>
        <source>proposed a reply</source>
        <translation>schlug eine Antwort vor</translation>
    </message>
    <message>
        <source>found</source>
        <translation>fand</translation>
    </message>
    <message>
        <source>noted</source>
        <translation>notierte</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>antwortete</translation>
    </message>
    <message>
        <source>took the decision back</source>
        <translation>nahm die Entscheidung zurück</translation>
    </message>
    <message>
        <source>snoozed this</source>
        <translation>stellte den Fall zurück</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>sendete</translation>
    </message>
    <message>
        <source>created</source>
        <translation>legte an</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>änderte</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>scheiterte</translation>
    </message>
    <message>
        <source>routed the request</source>
        <translation>leitete die Anfrage weiter</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>bestätigte den Eingang</translation>
    </message>
    <message>
        <source>Low</source>
        <comment>business risk</comment>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Medium</source>
        <comment>business risk</comment>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>High</source>
        <comment>business risk</comment>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>At once</source>
        <comment>how soon it must be answered</comment>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>Same day</source>
        <comment>how soon it must be answered</comment>
        <translation>Am selben Tag</translation>
    </message>
    <message>
        <source>Next business day</source>
        <comment>how soon it must be answered</comment>
        <translation>Am nächsten Werktag</translation>
    </message>
    <message>
        <source>Positive</source>
        <comment>how the client feels</comment>
        <translation>Positiv</translation>
    </message>
    <message>
        <source>Neutral</source>
        <comment>how the client feels</comment>
        <translation>Neutral</translation>
    </message>
    <message>
        <source>Concerned</source>
        <comment>how the client feels</comment>
        <translation>Besorgt</translation>
    </message>
    <message>
        <source>Frustrated</source>
        <comment>how the client feels</comment>
        <translation>Enttäuscht</translation>
    </message>
    <message>
        <source>Angry</source>
        <comment>how the client feels</comment>
        <translation>Verärgert</translation>
    </message>
    <message>
        <source>High confidence</source>
        <comment>in the proposed reply</comment>
        <translation>Hohe Sicherheit</translation>
    </message>
    <message>
        <source>Medium confidence</source>
        <comment>in the proposed reply</comment>
        <translation>Mittlere Sicherheit</translation>
    </message>
    <message>
        <source>Low confidence</source>
        <comment>in the proposed reply</comment>
        <translation>Geringe Sicherheit</translation>
    </message>
    <message>
        <source>no clock runs</source>
        <comment>under an escalation&apos;s time</comment>
        <translation>keine Frist läuft</translation>
    </message>
    <message>
        <source>waits on client</source>
        <comment>under an escalation&apos;s time: its clocks stand still</comment>
        <translation>wartet auf Kundschaft</translation>
    </message>
    <message>
        <source>overdue</source>
        <comment>under an escalation&apos;s time</comment>
        <translation>überfällig</translation>
    </message>
    <message>
        <source>to respond</source>
        <comment>under an escalation&apos;s time</comment>
        <translation>zum Antworten</translation>
    </message>
    <message>
        <source>to decide</source>
        <comment>under an escalation&apos;s time</comment>
        <translation>zum Entscheiden</translation>
    </message>
    <message>
        <source>drafted</source>
        <translation>entwarf</translation>
    </message>
    <message>
        <source>replied</source>
        <translation>antwortete</translation>
    </message>
    <message>
        <source>took this over</source>
        <translation>übernahm den Fall</translation>
    </message>
    <message>
        <source>closed this</source>
        <translation>schloss den Fall</translation>
    </message>
    <message>
        <source>asked for another reply</source>
        <translation>bat um eine andere Antwort</translation>
    </message>
    <message>
        <source>withdrew this</source>
        <translation>zog den Fall zurück</translation>
    </message>
    <message>
        <source>woke this</source>
        <translation>holte den Fall zurück</translation>
    </message>
    <message>
        <source>waits for the client</source>
        <translation>wartet auf die Kundschaft</translation>
    </message>
    <message>
        <source>goes on</source>
        <translation>macht weiter</translation>
    </message>
    <message>
        <source>changed the priority</source>
        <translation>änderte die Priorität</translation>
    </message>
    <message>
        <source>took this back from an idle desk</source>
        <translation>holte den Fall von einem untätigen Platz zurück</translation>
    </message>
    <message>
        <source>reminded</source>
        <translation>erinnerte</translation>
    </message>
    <message>
        <source>called the backup person</source>
        <translation>rief die Vertretung</translation>
    </message>
    <message>
        <source>called everyone</source>
        <translation>rief alle</translation>
    </message>
</context>
<context>
    <name>EventModel</name>
    <message>
        <source>Received</source>
        <comment>state of an event</comment>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Processing</source>
        <comment>state of an event</comment>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>state of an event</comment>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Failed, tried again</source>
        <comment>state of an event: it failed and will be tried again</comment>
        <translation>Gescheitert, wird erneut versucht</translation>
    </message>
    <message>
        <source>Given up</source>
        <comment>state of an event: it failed too often</comment>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>%1 from %2, %3, %4, %5</source>
        <extracomment>A row of the events list, spoken. %1 type, %2 sender, %3 state, %4 what became of it, %5 when.</extracomment>
        <translation>%1 von %2, %3, %4, %5</translation>
    </message>
    <message>
        <source>When</source>
        <comment>column head</comment>
        <translation>Wann</translation>
    </message>
    <message>
        <source>From</source>
        <comment>column head: who sent an event</comment>
        <translation>Von</translation>
    </message>
    <message>
        <source>Event</source>
        <comment>column head</comment>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column head</comment>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>What became of it</source>
        <comment>column head</comment>
        <translation>Was daraus wurde</translation>
    </message>
</context>
<context>
    <name>FieldValue</name>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>“%1” needs a value.</source>
        <extracomment>%1 is the name of a property</extracomment>
        <translation>„%1“ braucht einen Wert.</translation>
    </message>
    <message>
        <source>“%1” takes a number; “%2” is none.</source>
        <extracomment>%1 is the name of a property, %2 what was typed</extracomment>
        <translation>„%1“ nimmt eine Zahl; „%2“ ist keine.</translation>
    </message>
    <message>
        <source>“%1” takes a date; “%2” is none. Write it like %3.</source>
        <extracomment>%1 is the name of a property, %2 what was typed, %3 an example</extracomment>
        <translation>„%1“ nimmt ein Datum; „%2“ ist keines. Schreiben Sie es so: %3.</translation>
    </message>
    <message>
        <source>“%1” is no choice of “%2”. Choices: %3.</source>
        <extracomment>%1 is what was typed, %2 the name of a property, %3 a list of choices</extracomment>
        <translation>„%1“ steht bei „%2“ nicht zur Wahl. Zur Wahl stehen: %3.</translation>
    </message>
    <message>
        <source>“%1” takes an e-mail address; “%2” is none.</source>
        <extracomment>%1 is the name of a property, %2 what was typed</extracomment>
        <translation>„%1“ nimmt eine E-Mail-Adresse; „%2“ ist keine.</translation>
    </message>
    <message>
        <source>“%1” takes a date with a time; “%2” is none. Write it like %3.</source>
        <extracomment>%1 is the name of a property, %2 what was typed, %3 an example</extracomment>
        <translation>„%1“ nimmt ein Datum mit Uhrzeit; „%2“ ist keines. Schreiben Sie es wie %3.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A number with its unit: &quot;45 min&quot;</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>min</source>
        <comment>minutes, behind a number</comment>
        <translation>min</translation>
    </message>
    <message>
        <source>h</source>
        <comment>hours, behind a number</comment>
        <translation>h</translation>
    </message>
    <message>
        <source>s</source>
        <comment>seconds, behind a number</comment>
        <translation>s</translation>
    </message>
    <message>
        <source>“%1” takes a phone number; “%2” is none. Write it like %3.</source>
        <extracomment>%1 is the name of a property, %2 what was typed, %3 an example</extracomment>
        <translation>„%1“ nimmt eine Telefonnummer; „%2“ ist keine. Schreiben Sie sie wie %3.</translation>
    </message>
    <message>
        <source>“%1” takes the address of a web page; “%2” is none. Write it like %3.</source>
        <extracomment>%1 is the name of a property, %2 what was typed, %3 an example</extracomment>
        <translation>„%1“ nimmt die Adresse einer Webseite; „%2“ ist keine. Schreiben Sie sie wie %3.</translation>
    </message>
    <message>
        <source>“%1” takes JSON: an object or a list.</source>
        <extracomment>%1 is the name of a property</extracomment>
        <translation>„%1“ nimmt JSON: ein Objekt oder eine Liste.</translation>
    </message>
    <message>
        <source>Page content</source>
        <translation>Seiteninhalt</translation>
    </message>
</context>
<context>
    <name>IntegrationWords</name>
    <message numerus="yes">
        <source>%n sent</source>
        <comment>messages today</comment>
        <translation>
            <numerusform>%n gesendet</numerusform>
            <numerusform>%n gesendet</numerusform>
        </translation>
    </message>
    <message>
        <source>Not listening</source>
        <comment>the webhook receiver</comment>
        <translation>Empfängt nicht</translation>
    </message>
    <message numerus="yes">
        <source>%n today</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>%n heute</numerusform>
            <numerusform>%n heute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be sent</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%n konnte nicht gesendet werden</numerusform>
            <numerusform>%n konnten nicht gesendet werden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be handled</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>%n konnte nicht bearbeitet werden</numerusform>
            <numerusform>%n konnten nicht bearbeitet werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Senders are asked to try again later</source>
        <translation>Absender werden gebeten, es später noch einmal zu versuchen</translation>
    </message>
    <message>
        <source>Messages wait as drafts</source>
        <translation>Nachrichten warten als Entwürfe</translation>
    </message>
    <message>
        <source>Waiting for the first delivery</source>
        <translation>Wartet auf die erste Zustellung</translation>
    </message>
    <message>
        <source>No secret is set yet</source>
        <translation>Noch kein Geheimnis gesetzt</translation>
    </message>
    <message>
        <source>The last delivery was refused</source>
        <translation>Die letzte Zustellung wurde abgewiesen</translation>
    </message>
    <message>
        <source>Senders are asked to try again</source>
        <translation>Absender werden gebeten, es noch einmal zu versuchen</translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <comment>deliveries today</comment>
        <translation>
            <numerusform>%n abgewiesen</numerusform>
            <numerusform>%n abgewiesen</numerusform>
        </translation>
    </message>
    <message>
        <source>Ready to send</source>
        <translation>Bereit zum Senden</translation>
    </message>
    <message>
        <source>Some messages are tried again</source>
        <translation>Einige Nachrichten werden erneut versucht</translation>
    </message>
    <message>
        <source>No secret is set</source>
        <translation>Kein Geheimnis gesetzt</translation>
    </message>
    <message>
        <source>from the environment</source>
        <translation>aus der Umgebung</translation>
    </message>
    <message>
        <source>the one for all sources</source>
        <translation>das für alle Quellen</translation>
    </message>
    <message>
        <source>stored here</source>
        <translation>hier gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%n secret(s) valid</source>
        <translation>
            <numerusform>%n Geheimnis gültig</numerusform>
            <numerusform>%n Geheimnisse gültig</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is how many secrets are valid, %2 where they come from.</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) today</source>
        <comment>of language models</comment>
        <translation>
            <numerusform>%n Aufruf heute</numerusform>
            <numerusform>%n Aufrufe heute</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s)</source>
        <comment>of a server</comment>
        <translation>
            <numerusform>%n Werkzeug</numerusform>
            <numerusform>%n Werkzeuge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LetterModel</name>
    <message>
        <source>Command out of retries</source>
        <comment>kind of dead letter</comment>
        <translation>Befehl ohne weiteren Versuch</translation>
    </message>
    <message>
        <source>Skipped input</source>
        <comment>kind of dead letter</comment>
        <translation>Übersprungene Eingabe</translation>
    </message>
    <message>
        <source>Sent again</source>
        <comment>state of a dead letter</comment>
        <translation>Erneut gesendet</translation>
    </message>
    <message>
        <source>Can be sent again</source>
        <comment>state of a dead letter</comment>
        <translation>Kann erneut gesendet werden</translation>
    </message>
    <message>
        <source>Can&apos;t be sent by itself</source>
        <comment>state of a dead letter</comment>
        <translation>Lässt sich nicht allein senden</translation>
    </message>
    <message>
        <source>%1 of %2, %3, %4, %5</source>
        <extracomment>A dead letter, spoken. %1 an event&apos;s type or a task, %2 number of a workflow, %3 why it is dead, %4 state, %5 when.</extracomment>
        <translation>%1 von %2, %3, %4, %5</translation>
    </message>
    <message>
        <source>When</source>
        <comment>column head</comment>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Workflow</source>
        <comment>column head</comment>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>What</source>
        <comment>column head: an event or a task</comment>
        <translation>Was</translation>
    </message>
    <message>
        <source>Why</source>
        <comment>column head: why it is a dead letter</comment>
        <translation>Warum</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column head</comment>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>MessageModel</name>
    <message>
        <source>Waiting</source>
        <comment>outcome of a message between agents: not delivered yet</comment>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Delivered</source>
        <comment>outcome of a message between agents</comment>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Answered</source>
        <comment>outcome of a message between agents</comment>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <comment>outcome of a message between agents</comment>
        <translation>Keine Antwort in der Zeit</translation>
    </message>
    <message>
        <source>Came too late</source>
        <comment>outcome of a message between agents: an answer that nobody waits for any more</comment>
        <translation>Kam zu spät</translation>
    </message>
    <message>
        <source>Not deliverable</source>
        <comment>outcome of a message between agents: a dead letter</comment>
        <translation>Nicht zustellbar</translation>
    </message>
    <message>
        <source>All agents</source>
        <comment>who a message went to</comment>
        <translation>Alle Agenten</translation>
    </message>
    <message>
        <source>%1 from %2 to %3, %4, %5</source>
        <extracomment>A message between agents, spoken. %1 type, %2 sender, %3 recipient, %4 outcome, %5 when.</extracomment>
        <translation>%1 von %2 an %3, %4, %5</translation>
    </message>
    <message>
        <source>When</source>
        <comment>column head</comment>
        <translation>Wann</translation>
    </message>
    <message>
        <source>From</source>
        <comment>column head: who sent a message</comment>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <comment>column head: whom a message went to</comment>
        <translation>An</translation>
    </message>
    <message>
        <source>Message</source>
        <comment>column head: type of a message</comment>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column head</comment>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Whoever listens</source>
        <comment>who a message went to: the agents that subscribe to its type</comment>
        <translation>Wer darauf hört</translation>
    </message>
</context>
<context>
    <name>NotionConflictModel</name>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>A conflict: %1 title of a record, %2 name of its property</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The record is kept</source>
        <translation>Der Datensatz bleibt</translation>
    </message>
    <message>
        <source>Notion&apos;s page is followed</source>
        <translation>Es gilt, was in Notion steht</translation>
    </message>
    <message>
        <source>The console&apos;s stands: %1</source>
        <extracomment>A conflict of two values: %1 the one that stands</extracomment>
        <translation>Es gilt der Wert der Konsole: %1</translation>
    </message>
    <message>
        <source>Notion&apos;s stands: %1</source>
        <extracomment>A conflict of two values: %1 the one that stands</extracomment>
        <translation>Es gilt der Wert aus Notion: %1</translation>
    </message>
    <message>
        <source>%2 · reviewed by %1</source>
        <extracomment>%1 who looked at a conflict, %2 the name of a database</extracomment>
        <translation>%2 · geprüft von %1</translation>
    </message>
    <message>
        <source>%1. %2. %3, %4.</source>
        <extracomment>A conflict, spoken: %1 what, %2 which value stands, %3 database, %4 when</extracomment>
        <translation>%1. %2. %3, %4.</translation>
    </message>
</context>
<context>
    <name>NotionParkedModel</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>%1, %2. %3. Since %4.</source>
        <extracomment>A change that could not be sent, spoken: %1 record, %2 database, %3 why, %4 since when</extracomment>
        <translation>%1, %2. %3. Seit %4.</translation>
    </message>
</context>
<context>
    <name>PropertyHistoryModel</name>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>%1 (agent)</source>
        <extracomment>Who changed a value. %1 is the name of an agent</extracomment>
        <translation>%1 (Agent)</translation>
    </message>
    <message>
        <source>%1 (API key)</source>
        <extracomment>Who changed a value. %1 is the name of an API key</extracomment>
        <translation>%1 (API-Schlüssel)</translation>
    </message>
    <message>
        <source>%1, from outside</source>
        <extracomment>Who changed a value. %1 is a person or service beyond the console, such as &quot;Mira Kovac (Notion)&quot;</extracomment>
        <translation>%1, von außen</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <extracomment>A change of a value: %1 before, %2 after</extracomment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>%1 was %2, is %3. Changed by %4, %5.</source>
        <extracomment>A change, spoken: %1 property, %2 value before, %3 value after, %4 who, %5 when</extracomment>
        <translation>%1 war %2, ist %3. Geändert von %4, %5.</translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message>
        <source>to do</source>
        <translation>zu tun</translation>
    </message>
    <message>
        <source>in progress</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>on hold</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <translation>Braucht einen Blick</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Abgeschlossen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>nothing</source>
        <extracomment>The value of a field that has none</extracomment>
        <translation>nichts</translation>
    </message>
    <message>
        <source>empty</source>
        <extracomment>The value of a field that is a text without letters</extracomment>
        <translation>leer</translation>
    </message>
    <message>
        <source>new: %1</source>
        <extracomment>A field that a step made. %1 its value</extracomment>
        <translation>neu: %1</translation>
    </message>
    <message>
        <source>removed, it was %1</source>
        <extracomment>A field that a step removed. %1 the value it had</extracomment>
        <translation>entfernt, es war %1</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <extracomment>A field that a step changed. %1 the value before, %2 the value after
----------
A workflow step from one state to another</extracomment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>came by %1, not by %2</source>
        <extracomment>Two runs compared. %1 and %2 are the ways of a step</extracomment>
        <translation>kam über %1, nicht über %2</translation>
    </message>
    <message>
        <source>waited %1, not %2</source>
        <extracomment>Two runs compared. %1 and %2 are lengths of time</extracomment>
        <translation>wartete %1, nicht %2</translation>
    </message>
    <message>
        <source>%1: %2, not %3</source>
        <extracomment>Two runs compared. %1 is a field, %2 and %3 its values</extracomment>
        <translation>%1: %2, nicht %3</translation>
    </message>
    <message>
        <source>Only in %1: %2</source>
        <extracomment>Read by screen readers. %1 number of a run, %2 a sentence about its step</extracomment>
        <translation>Nur in %1: %2</translation>
    </message>
    <message>
        <source>Alike in both: %1, step %2 and step %3.</source>
        <extracomment>Read by screen readers. %1 is what came in</extracomment>
        <translation>In beiden gleich: %1, Schritt %2 und Schritt %3.</translation>
    </message>
    <message>
        <source>Different: %1, step %2 and step %3. %4 %5.</source>
        <extracomment>Read by screen readers. %1 is what came in, %4 how %5 differs from %6</extracomment>
        <translation>Verschieden: %1, Schritt %2 und Schritt %3. %4 %5.</translation>
    </message>
    <message>
        <source>Both runs went the same way.</source>
        <translation>Beide Läufe gingen denselben Weg.</translation>
    </message>
    <message>
        <source>Steps: %1 alike, %2 different, %3 only in %5, %4 only in %6.</source>
        <extracomment>Two runs compared. %1 to %4 are numbers of steps, %5 and %6 the runs&apos; numbers</extracomment>
        <translation>Schritte: %1 gleich, %2 verschieden, %3 nur in %5, %4 nur in %6.</translation>
    </message>
    <message>
        <source>Retry from the failed step</source>
        <translation>Ab dem gescheiterten Schritt erneut versuchen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No step of this run has failed.</source>
        <translation>Kein Schritt dieses Laufs ist gescheitert.</translation>
    </message>
    <message>
        <source>Handles “%1” once more. Nothing of the failed try was kept.</source>
        <extracomment>%1 is what came in, e.g. an event&apos;s name</extracomment>
        <translation>Bearbeitet „%1“ noch einmal. Vom gescheiterten Versuch blieb nichts erhalten.</translation>
    </message>
    <message>
        <source>Start again with the current definition</source>
        <translation>Mit der aktuellen Definition neu beginnen</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>The definition of this run is not loaded.</source>
        <translation>Die Definition dieses Laufs ist nicht geladen.</translation>
    </message>
    <message>
        <source>What this run was started with is not kept.</source>
        <translation>Womit dieser Lauf begann, ist nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Starts a new run of %1 %2 with the same first input. This one stays as it is.</source>
        <extracomment>%1 id of a workflow, %2 its version</extracomment>
        <translation>Beginnt einen neuen Lauf von %1 %2 mit derselben ersten Eingabe. Dieser bleibt, wie er ist.</translation>
    </message>
    <message>
        <source>Pause the run…</source>
        <translation>Lauf pausieren…</translation>
    </message>
    <message>
        <source>Tasks, timers and events wait until it is resumed. Nothing is lost.</source>
        <translation>Aufgaben, Fristen und Ereignisse warten, bis er fortgesetzt wird. Nichts geht verloren.</translation>
    </message>
    <message>
        <source>The run is not running.</source>
        <translation>Der Lauf ist nicht in Gang.</translation>
    </message>
    <message>
        <source>Resume the run…</source>
        <translation>Lauf fortsetzen…</translation>
    </message>
    <message>
        <source>It goes on: timers that fell due meanwhile end in their order, then what came in is handled.</source>
        <translation>Er geht weiter: Fristen, die inzwischen fällig wurden, laufen der Reihe nach ab, dann wird bearbeitet, was einging.</translation>
    </message>
    <message>
        <source>Skip the failed input…</source>
        <translation>Gescheiterte Eingabe überspringen…</translation>
    </message>
    <message>
        <source>Goes on as if “%1” had not come. It is kept among the dead letters and can be sent again.</source>
        <extracomment>%1 is what came in, e.g. an event&apos;s name</extracomment>
        <translation>Geht weiter, als wäre „%1“ nicht gekommen. Es bleibt bei den nicht zustellbaren Nachrichten und lässt sich erneut senden.</translation>
    </message>
    <message>
        <source>Change what it knows…</source>
        <translation>Ändern, was er weiß…</translation>
    </message>
    <message>
        <source>Changes the data of the run and, if you wish, handles the failed input once more. The change is one step of its history.</source>
        <translation>Ändert die Daten des Laufs und bearbeitet, wenn Sie es wünschen, die gescheiterte Eingabe noch einmal. Die Änderung ist ein Schritt in seinem Verlauf.</translation>
    </message>
    <message>
        <source>Changes the data of the run. The change is one step of its history.</source>
        <translation>Ändert die Daten des Laufs. Die Änderung ist ein Schritt in seinem Verlauf.</translation>
    </message>
    <message>
        <source>The run is moving. Pause it first.</source>
        <translation>Der Lauf ist in Bewegung. Pausieren Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>Try the task “%1” again now…</source>
        <extracomment>%1 is the id of a task</extracomment>
        <translation>Aufgabe „%1“ jetzt erneut versuchen…</translation>
    </message>
    <message>
        <source>Runs it once more. Nobody knows how the last try ended, so it may happen twice.</source>
        <translation>Führt sie noch einmal aus. Niemand weiß, wie der letzte Versuch endete; sie kann also zweimal geschehen.</translation>
    </message>
    <message>
        <source>Does not wait for %1. Its result counts like any other.</source>
        <translation>Wartet nicht bis %1. Ihr Ergebnis zählt wie jedes andere.</translation>
    </message>
    <message>
        <source>Say that the task “%1” is done…</source>
        <translation>Aufgabe „%1“ als erledigt melden…</translation>
    </message>
    <message>
        <source>Say that the task “%1” failed…</source>
        <translation>Aufgabe „%1“ als gescheitert melden…</translation>
    </message>
    <message>
        <source>The run goes on as if the task had ended well, without a result of its own.</source>
        <translation>Der Lauf geht weiter, als wäre die Aufgabe gut ausgegangen, ohne eigenes Ergebnis.</translation>
    </message>
    <message>
        <source>The run takes the way that its definition has for the error of this task.</source>
        <translation>Der Lauf nimmt den Weg, den seine Definition für den Fehler dieser Aufgabe vorsieht.</translation>
    </message>
    <message>
        <source>Set the priority to low…</source>
        <translation>Priorität auf „niedrig“ ändern…</translation>
    </message>
    <message>
        <source>Set the priority to medium…</source>
        <translation>Priorität auf „mittel“ ändern…</translation>
    </message>
    <message>
        <source>Set the priority to high…</source>
        <translation>Priorität auf „hoch“ ändern…</translation>
    </message>
    <message>
        <source>Set the priority to urgent…</source>
        <translation>Priorität auf „dringend“ ändern…</translation>
    </message>
    <message>
        <source>From now on its tasks are taken up in this order among those of other runs.</source>
        <translation>Von nun an kommen seine Aufgaben in dieser Rangfolge zwischen denen anderer Läufe an die Reihe.</translation>
    </message>
    <message>
        <source>Roll back and cancel the run…</source>
        <translation>Lauf rückabwickeln und abbrechen…</translation>
    </message>
    <message>
        <source>Cancel the run with a reason…</source>
        <translation>Lauf mit Grund abbrechen…</translation>
    </message>
    <message>
        <source>Undoes what its tasks did, the last first, each as a step of its own. Then the run is cancelled.</source>
        <translation>Macht rückgängig, was seine Aufgaben taten, das Letzte zuerst, jedes als eigenen Schritt. Dann wird der Lauf abgebrochen.</translation>
    </message>
    <message>
        <source>Ends the run where it stands. Open tasks and timers stop, nothing is undone, what was sent stays sent.</source>
        <translation>Beendet den Lauf, wo er steht. Offene Aufgaben und Fristen werden abgebrochen, nichts wird rückgängig gemacht, Gesendetes bleibt gesendet.</translation>
    </message>
    <message>
        <source>You may look, but not change runs. Somebody with the role operator can do it.</source>
        <translation>Sie dürfen Läufe ansehen, aber nicht ändern. Jemand mit der Rolle Bedienung kann es.</translation>
    </message>
    <message>
        <source>The run has ended.</source>
        <translation>Der Lauf ist zu Ende.</translation>
    </message>
    <message>
        <source>Resumed</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Failed input skipped</source>
        <translation>Gescheiterte Eingabe übersprungen</translation>
    </message>
    <message>
        <source>Data changed by hand</source>
        <translation>Daten von Hand geändert</translation>
    </message>
    <message>
        <source>Task settled by hand</source>
        <translation>Aufgabe von Hand geklärt</translation>
    </message>
    <message>
        <source>Priority changed</source>
        <translation>Priorität geändert</translation>
    </message>
    <message>
        <source>Rollback begun</source>
        <translation>Rückabwicklung begonnen</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>%1 ended</source>
        <translation>%1 abgelaufen</translation>
    </message>
    <message>
        <source>Task “%1” done</source>
        <extracomment>%1 is the id of a task of the workflow</extracomment>
        <translation>Aufgabe „%1“ erledigt</translation>
    </message>
    <message>
        <source>Task “%1” failed</source>
        <extracomment>%1 is the id of a task of the workflow</extracomment>
        <translation>Aufgabe „%1“ gescheitert</translation>
    </message>
    <message>
        <source>Move taken back</source>
        <translation>Zug zurückgenommen</translation>
    </message>
    <message>
        <source>Unknown input</source>
        <translation>Unbekannte Eingabe</translation>
    </message>
    <message>
        <source>again in %1</source>
        <extracomment>A workflow step that left and entered the same state. %1 is the state</extracomment>
        <translation>wieder in %1</translation>
    </message>
    <message>
        <source>into %1</source>
        <extracomment>A workflow step. %1 is a state</extracomment>
        <translation>nach %1</translation>
    </message>
    <message>
        <source>out of %1</source>
        <extracomment>A workflow step. %1 is a state</extracomment>
        <translation>aus %1</translation>
    </message>
    <message>
        <source>Step %1, %2</source>
        <extracomment>Read by screen readers. %1 number of the step, %2 what came in</extracomment>
        <translation>Schritt %1, %2</translation>
    </message>
    <message>
        <source>by %1</source>
        <extracomment>%1 is who or what caused it</extracomment>
        <translation>von %1</translation>
    </message>
    <message>
        <source>ignored, nothing changed</source>
        <translation>übergangen, nichts geändert</translation>
    </message>
    <message>
        <source>began %1</source>
        <extracomment>%1 are ids of tasks</extracomment>
        <translation>begann %1</translation>
    </message>
    <message>
        <source>stopped %1</source>
        <extracomment>%1 are ids of tasks</extracomment>
        <translation>brach %1 ab</translation>
    </message>
    <message>
        <source>changed %1</source>
        <extracomment>%1 are names of fields</extracomment>
        <translation>änderte %1</translation>
    </message>
    <message>
        <source>at work</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>still there</source>
        <translation>noch da</translation>
    </message>
    <message>
        <source>left</source>
        <translation>verlassen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <extracomment>A bar of a timeline. %1 what was active, %2 the part of the workflow it belongs to</extracomment>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>for %1</source>
        <extracomment>How long something lasted. %1 is a length of time</extracomment>
        <translation>%1 lang</translation>
    </message>
    <message>
        <source>since step %1</source>
        <translation>seit Schritt %1</translation>
    </message>
    <message>
        <source>from step %1 to step %2</source>
        <translation>von Schritt %1 bis Schritt %2</translation>
    </message>
    <message numerus="yes">
        <source>%n tries failed</source>
        <translation>
            <numerusform>%n Versuch gescheitert</numerusform>
            <numerusform>%n Versuche gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms</source>
        <extracomment>A length of time in milliseconds</extracomment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>Timer “%1”</source>
        <extracomment>%1 is the length or the name of a timer</extracomment>
        <translation>Frist „%1“</translation>
    </message>
    <message>
        <source>waits to be delivered</source>
        <translation>wartet auf Zustellung</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>zugestellt</translation>
    </message>
    <message>
        <source>answered</source>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>nobody answered in time</source>
        <translation>keine Antwort in der Zeit</translation>
    </message>
    <message>
        <source>came too late</source>
        <translation>kam zu spät</translation>
    </message>
    <message>
        <source>a delivery failed</source>
        <translation>eine Zustellung scheiterte</translation>
    </message>
    <message>
        <source>not delivered</source>
        <translation>nicht zugestellt</translation>
    </message>
    <message>
        <source>draft, waits for a person</source>
        <translation>Entwurf, wartet auf einen Menschen</translation>
    </message>
    <message>
        <source>held, can still be undone</source>
        <translation>angehalten, noch rückgängig zu machen</translation>
    </message>
    <message>
        <source>about to leave</source>
        <translation>wird gleich gesendet</translation>
    </message>
    <message>
        <source>being sent</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
    <message>
        <source>failed, will be tried again</source>
        <translation>gescheitert, wird erneut versucht</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>aufgegeben</translation>
    </message>
    <message>
        <source>began</source>
        <translation>begonnen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>set</source>
        <translation>gesetzt</translation>
    </message>
    <message>
        <source>ended</source>
        <translation>abgelaufen</translation>
    </message>
</context>
<context>
    <name>SnoozeMenu</name>
    <message>
        <source>For 1 hour</source>
        <translation>Für 1 Stunde</translation>
    </message>
    <message>
        <source>For 3 hours</source>
        <translation>Für 3 Stunden</translation>
    </message>
    <message>
        <source>Tomorrow morning</source>
        <translation>Morgen früh</translation>
    </message>
    <message>
        <source>Monday morning</source>
        <translation>Montag früh</translation>
    </message>
    <message>
        <source>In a week</source>
        <translation>In einer Woche</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>An entry of the snooze menu. %1 is &quot;Tomorrow morning&quot;, %2 the date and time it means</extracomment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>TaskModel</name>
    <message>
        <source>To do</source>
        <comment>state of a task</comment>
        <translation>Zu tun</translation>
    </message>
    <message>
        <source>In progress</source>
        <comment>state of a task</comment>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>On hold</source>
        <comment>state of a task</comment>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>state of a task</comment>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <comment>state of a task</comment>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Low</source>
        <comment>priority</comment>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Medium</source>
        <comment>priority</comment>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>High</source>
        <comment>priority</comment>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Urgent</source>
        <comment>priority</comment>
        <translation>Dringend</translation>
    </message>
    <message>
        <source>Nobody</source>
        <comment>a task without assignee</comment>
        <translation>Niemand</translation>
    </message>
    <message>
        <source>no date</source>
        <comment>a task that is due at no time</comment>
        <translation>kein Datum</translation>
    </message>
    <message>
        <source>%1, %2, priority %3, due: %4, assigned to: %5</source>
        <extracomment>A task, spoken. %1 title, %2 state, %3 priority, %4 due, %5 assignee.</extracomment>
        <translation>%1, %2, Priorität %3, fällig: %4, zugewiesen an: %5</translation>
    </message>
    <message>
        <source>Number</source>
        <comment>column head</comment>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Task</source>
        <comment>column head</comment>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column head</comment>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Priority</source>
        <comment>column head</comment>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Due</source>
        <comment>column head</comment>
        <translation>Fällig</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <comment>column head</comment>
        <translation>Zugewiesen an</translation>
    </message>
</context>
<context>
    <name>ThreadItem</name>
    <message>
        <source>Send now</source>
        <translation>Jetzt senden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen…</translation>
    </message>
    <message>
        <source>%1 · internal note</source>
        <extracomment>Head of a note that clients never see. %1 is a colleague&apos;s name</extracomment>
        <translation>%1 · interne Notiz</translation>
    </message>
    <message>
        <source>Waits as a draft. Nothing has been sent.</source>
        <translation>Wartet als Entwurf. Es wurde nichts gesendet.</translation>
    </message>
    <message>
        <source>Waits as a draft, not sent: %1</source>
        <extracomment>%1 is the reason, a sentence in the engine&apos;s words</extracomment>
        <translation>Wartet als Entwurf, nicht gesendet: %1</translation>
    </message>
    <message>
        <source>Goes out in %1</source>
        <extracomment>A message that is held back for a moment. %1 is a running clock such as 0:27</extracomment>
        <translation>Geht in %1 hinaus</translation>
    </message>
    <message>
        <source>Going out now</source>
        <translation>Geht gerade hinaus</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Could not be sent.</source>
        <translation>Konnte nicht gesendet werden.</translation>
    </message>
    <message>
        <source>Could not be sent: %1</source>
        <extracomment>%1 is the reason, a sentence in the engine&apos;s words</extracomment>
        <translation>Konnte nicht gesendet werden: %1</translation>
    </message>
    <message>
        <source>waits as a draft, not sent</source>
        <translation>wartet als Entwurf, nicht gesendet</translation>
    </message>
    <message>
        <source>held, can still be undone</source>
        <translation>angehalten, noch rückgängig zu machen</translation>
    </message>
    <message>
        <source>about to be sent</source>
        <translation>wird gleich gesendet</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>sendete</translation>
    </message>
    <message>
        <source>could not be sent</source>
        <translation>konnte nicht gesendet werden</translation>
    </message>
    <message>
        <source>Internal note by %1</source>
        <extracomment>Read by screen readers. %1 is a colleague&apos;s name</extracomment>
        <translation>Interne Notiz von %1</translation>
    </message>
    <message>
        <source>%1 used a tool</source>
        <extracomment>Read by screen readers. %1 is an agent&apos;s name</extracomment>
        <translation>%1 benutzte ein Werkzeug</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>%1 wrote</source>
        <extracomment>Read by screen readers. %1 is a name</extracomment>
        <translation>%1 schrieb</translation>
    </message>
    <message>
        <source>Thinking for %1</source>
        <translation>Denkt seit %1</translation>
    </message>
    <message>
        <source>%1, %2 so far</source>
        <extracomment>An answer under way. %1 what the agent does, such as &quot;Reading Contacts &amp; Profiles&quot;, %2 a running clock such as 0:27</extracomment>
        <translation>%1, bisher %2</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>A file: %1 its name, %2 its size such as &quot;1.2 MB&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 is thinking (%2)</source>
        <extracomment>Read by screen readers: an answer under way. %1 is an agent&apos;s name, %2 what it does, such as &quot;reading Contacts &amp; Profiles&quot;</extracomment>
        <translation>%1 denkt nach (%2)</translation>
    </message>
</context>
<context>
    <name>ThreadRow</name>
    <message>
        <source>Needs reply</source>
        <translation>Braucht Antwort</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>Eskaliert</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>unread</source>
        <translation>ungelesen</translation>
    </message>
    <message>
        <source>has your draft</source>
        <translation>enthält Ihren Entwurf</translation>
    </message>
    <message>
        <source>taken over by a person</source>
        <translation>von einem Menschen übernommen</translation>
    </message>
    <message>
        <source>snoozed until %1</source>
        <extracomment>%1 is a date with time</extracomment>
        <translation>zurückgestellt bis %1</translation>
    </message>
    <message>
        <source>last message %1</source>
        <extracomment>%1 is a date with time</extracomment>
        <translation>letzte Nachricht %1</translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 what did not work, %2 why; both are sentences</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>The version was not retired.</source>
        <translation>Die Version wurde nicht zurückgezogen.</translation>
    </message>
    <message>
        <source>The version was not brought back.</source>
        <translation>Die Version wurde nicht wieder in Gebrauch genommen.</translation>
    </message>
    <message>
        <source>Version %1 is retired.</source>
        <extracomment>%1 is a version</extracomment>
        <translation>Version %1 ist zurückgezogen.</translation>
    </message>
    <message>
        <source>Version %1 is in use again.</source>
        <translation>Version %1 ist wieder in Gebrauch.</translation>
    </message>
    <message>
        <source>Taken back</source>
        <comment>reason of undoing the retirement of a version</comment>
        <translation>Zurückgenommen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Only an administrator can retire a version or bring it back.</source>
        <translation>Nur die Verwaltung kann eine Version zurückziehen oder wieder in Gebrauch nehmen.</translation>
    </message>
    <message>
        <source>No version is left then: nothing can begin this workflow until one is published or brought back.</source>
        <translation>Dann bleibt keine Version übrig: Dieser Ablauf kann nicht mehr beginnen, bis eine veröffentlicht oder wieder in Gebrauch genommen wird.</translation>
    </message>
    <message>
        <source>New runs begin with %1, as before.</source>
        <extracomment>%1 is a version</extracomment>
        <translation>Neue Läufe beginnen wie bisher mit %1.</translation>
    </message>
    <message>
        <source>New runs begin with %1 from then on.</source>
        <extracomment>%1 is a version</extracomment>
        <translation>Neue Läufe beginnen von da an mit %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) on it go on to their end, unless somebody moves them.</source>
        <translation>
            <numerusform>%n Lauf auf ihr geht bis zu seinem Ende weiter, wenn niemand ihn verschiebt.</numerusform>
            <numerusform>%n Läufe auf ihr gehen bis zu ihrem Ende weiter, wenn niemand sie verschiebt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing runs on it.</source>
        <translation>Auf ihr läuft nichts.</translation>
    </message>
    <message>
        <source>It can be brought back at any time.</source>
        <translation>Sie lässt sich jederzeit wieder in Gebrauch nehmen.</translation>
    </message>
    <message>
        <source>It can be retired again at any time.</source>
        <translation>Sie lässt sich jederzeit erneut zurückziehen.</translation>
    </message>
    <message>
        <source>Retire version %1</source>
        <extracomment>%1 is a version</extracomment>
        <translation>Version %1 zurückziehen</translation>
    </message>
    <message>
        <source>Bring version %1 back into use</source>
        <translation>Version %1 wieder in Gebrauch nehmen</translation>
    </message>
    <message>
        <source>%1

Why? The reason is kept in the audit.</source>
        <extracomment>%1 is what will happen, in sentences</extracomment>
        <translation>%1

Warum? Der Grund bleibt im Protokoll.</translation>
    </message>
    <message>
        <source>Retire it</source>
        <translation>Zurückziehen</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Wieder in Gebrauch nehmen</translation>
    </message>
</context>
<context>
    <name>hs::ui::About</name>
    <message>
        <source>↑ ↓ or J K</source>
        <translation>↑ ↓ oder J K</translation>
    </message>
    <message>
        <source>Move through a list</source>
        <translation>Durch eine Liste gehen</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Leave the innermost thing</source>
        <translation>Das Innerste verlassen</translation>
    </message>
    <message>
        <source>About HigherSelf Console</source>
        <translation>Über HigherSelf Console</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Data folder: %1</source>
        <translation>Datenordner: %1</translation>
    </message>
    <message>
        <source>Type: Inter (SIL Open Font License). Icons: Lucide (ISC). Built with Qt.</source>
        <translation>Schrift: Inter (SIL Open Font License). Symbole: Lucide (ISC). Gebaut mit Qt.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>hs::ui::ActivityDocks</name>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
</context>
<context>
    <name>hs::ui::ActivityPage</name>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 what did not work, a sentence; %2 why, a sentence.</extracomment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::ActivityView</name>
    <message>
        <source>Audit</source>
        <comment>page of the activity dock</comment>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Events</source>
        <comment>page of the activity dock</comment>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Tasks</source>
        <comment>page of the activity dock</comment>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Export the audit…</source>
        <translation>Protokoll exportieren…</translation>
    </message>
    <message>
        <source>save file csv json</source>
        <comment>search words</comment>
        <translation>speichern datei csv json</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>The audit is being exported to a file.</source>
        <translation>Das Protokoll wird in eine Datei exportiert.</translation>
    </message>
    <message>
        <source>Messages</source>
        <comment>page of the activity dock</comment>
        <extracomment>Page of the activity dock; %1 how many messages could not be delivered, &quot;100+&quot; at most.</extracomment>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Messages, %1 stuck</source>
        <translation>Nachrichten, %1 liegen</translation>
    </message>
    <message>
        <source>Some messages between agents could not be delivered.</source>
        <translation>Einige Nachrichten zwischen Agenten konnten nicht zugestellt werden.</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <comment>page of the activity dock</comment>
        <extracomment>Page of the activity dock; %1 how many dead letters lie there, &quot;100+&quot; at most.</extracomment>
        <translation>Unzustellbares</translation>
    </message>
    <message>
        <source>Show the dead letters of workflows</source>
        <translation>Unzustellbares der Abläufe zeigen</translation>
    </message>
    <message>
        <source>failed events undelivered skipped retry discard</source>
        <comment>search words</comment>
        <translation>gescheitert Ereignisse unzustellbar übersprungen erneut verwerfen</translation>
    </message>
    <message>
        <source>Dead letters, %1</source>
        <translation>Unzustellbares, %1</translation>
    </message>
    <message>
        <source>Workflows could not take some events, or commands failed for good.</source>
        <translation>Abläufe konnten manche Ereignisse nicht annehmen, oder Befehle sind endgültig gescheitert.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Agent</name>
    <message>
        <source>working</source>
        <translation>arbeitet</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>pausiert</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>scheitert</translation>
    </message>
    <message>
        <source>no duty yet</source>
        <translation>noch ohne Aufgabe</translation>
    </message>
</context>
<context>
    <name>hs::ui::AgentButton</name>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 an agent&apos;s name, %2 its state such as &quot;working&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Shows only this agent&apos;s conversations. The menu key opens its page, pauses it or changes what it may do by itself.</source>
        <translation>Zeigt nur die Gespräche dieses Agenten. Die Menütaste öffnet seine Seite, pausiert ihn oder ändert, was er selbst tun darf.</translation>
    </message>
</context>
<context>
    <name>hs::ui::AgentStrip</name>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>Heads an agent&apos;s menu. %1 its name, %2 its state such as &quot;working&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>New conversation with %1</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>Neues Gespräch mit %1</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>The agent could not be resumed.</source>
        <translation>Der Agent konnte nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>The agent could not be paused.</source>
        <translation>Der Agent konnte nicht pausiert werden.</translation>
    </message>
    <message>
        <source>It has no duty in this version</source>
        <translation>Er hat in dieser Version keine Aufgabe</translation>
    </message>
    <message>
        <source>What it may do by itself</source>
        <translation>Was er selbst tun darf</translation>
    </message>
    <message>
        <source>What the agent may do could not be changed.</source>
        <translation>Was der Agent darf, konnte nicht geändert werden.</translation>
    </message>
    <message>
        <source>Drafts only: a person sends</source>
        <translation>Nur Entwürfe: ein Mensch sendet</translation>
    </message>
    <message>
        <source>Autopilot: it sends after the hold</source>
        <translation>Autopilot: er sendet nach der Wartezeit</translation>
    </message>
    <message>
        <source>Open agent page</source>
        <translation>Seite des Agenten öffnen</translation>
    </message>
</context>
<context>
    <name>hs::ui::AgentView</name>
    <message>
        <source>Show another agent</source>
        <translation>Einen anderen Agenten zeigen</translation>
    </message>
    <message>
        <source>Drafts only</source>
        <translation>Nur Entwürfe</translation>
    </message>
    <message>
        <source>Autopilot</source>
        <translation>Autopilot</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Show its conversations</source>
        <translation>Seine Gespräche zeigen</translation>
    </message>
    <message>
        <source>This agent has no duty in this version. What comes in for it becomes a task for a person.</source>
        <translation>Dieser Agent hat in dieser Version keine Aufgabe. Was für ihn eingeht, wird eine Aufgabe für einen Menschen.</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>What it may do</source>
        <translation>Was er darf</translation>
    </message>
    <message>
        <source>Its tools</source>
        <translation>Seine Werkzeuge</translation>
    </message>
    <message>
        <source>Its rules</source>
        <translation>Seine Regeln</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>What it thought about</source>
        <translation>Worüber er nachgedacht hat</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefging</translation>
    </message>
    <message>
        <source>Language model</source>
        <translation>Sprachmodell</translation>
    </message>
    <message>
        <source>Set up a language model</source>
        <translation>Sprachmodell einrichten</translation>
    </message>
    <message>
        <source>Show another agent…</source>
        <translation>Einen anderen Agenten zeigen…</translation>
    </message>
    <message>
        <source>choose switch page</source>
        <translation>wählen wechseln Seite</translation>
    </message>
    <message>
        <source>Pause this agent, or let it go on</source>
        <translation>Diesen Agenten pausieren oder weitermachen lassen</translation>
    </message>
    <message>
        <source>stop resume</source>
        <translation>anhalten fortsetzen</translation>
    </message>
    <message>
        <source>Try this agent&apos;s rules</source>
        <translation>Die Regeln dieses Agenten ausprobieren</translation>
    </message>
    <message>
        <source>test simulate what would</source>
        <translation>testen simulieren was würde</translation>
    </message>
    <message>
        <source>Agent: %1</source>
        <extracomment>The dock of one agent. %1 its name</extracomment>
        <translation>Agent: %1</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>There is no such agent</source>
        <translation>Diesen Agenten gibt es nicht</translation>
    </message>
    <message>
        <source>It may have had another name.</source>
        <translation>Vielleicht hieß er anders.</translation>
    </message>
    <message>
        <source>The agent could not be read.</source>
        <translation>Der Agent konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>It has none.</source>
        <translation>Er hat keine.</translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s), with what a mistake would cost</source>
        <translation>
            <numerusform>%n Werkzeug, mit dem, was ein Fehler kosten würde</numerusform>
            <numerusform>%n Werkzeuge, mit dem, was ein Fehler kosten würde</numerusform>
        </translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <extracomment>Read by screen readers. %1 a choice such as &quot;Autopilot&quot;, %2 an agent&apos;s name</extracomment>
        <translation>%1 für %2</translation>
    </message>
    <message>
        <source>It sends and changes by itself, within what it may do. What leaves is held for a moment.</source>
        <translation>Er sendet und ändert selbst, soweit er darf. Was hinausgeht, wird einen Augenblick angehalten.</translation>
    </message>
    <message>
        <source>It prepares; a person sends.</source>
        <translation>Er bereitet vor; ein Mensch sendet.</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Weitermachen lassen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is a deed such as &quot;Pause&quot;, %2 an agent&apos;s name
----------
%1 what is listed, %2 the list</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>It has no duty in this version</source>
        <translation>Er hat in dieser Version keine Aufgabe</translation>
    </message>
    <message>
        <source>last active %1</source>
        <extracomment>When an agent did something last. %1 is a moment such as &quot;10:43&quot;</extracomment>
        <translation>zuletzt tätig %1</translation>
    </message>
    <message>
        <source>not active yet</source>
        <translation>noch nicht tätig</translation>
    </message>
    <message>
        <source>No language model is set up for it: its rules do the work alone.</source>
        <translation>Für ihn ist kein Sprachmodell eingerichtet: Seine Regeln tun die Arbeit allein.</translation>
    </message>
    <message>
        <source>A language model helps where rules are not enough. None was asked yet.</source>
        <translation>Ein Sprachmodell hilft, wo Regeln nicht reichen. Noch wurde keines gefragt.</translation>
    </message>
    <message>
        <source>A language model helps where rules are not enough. %1 answered last.</source>
        <extracomment>%1 a language model, such as &quot;local · small-8b&quot;</extracomment>
        <translation>Ein Sprachmodell hilft, wo Regeln nicht reichen. Zuletzt antwortete %1.</translation>
    </message>
    <message>
        <source>It has no rules of its own.</source>
        <translation>Er hat keine eigenen Regeln.</translation>
    </message>
    <message>
        <source>Takes</source>
        <translation>Nimmt an</translation>
    </message>
    <message>
        <source>Listens to</source>
        <translation>Hört auf</translation>
    </message>
    <message>
        <source>Hands on to</source>
        <translation>Gibt weiter an</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 an agent&apos;s name, %2 its state such as &quot;working&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The agents are not known yet</source>
        <translation>Die Agenten sind noch nicht bekannt</translation>
    </message>
    <message>
        <source>The agent could not be resumed.</source>
        <translation>Der Agent konnte nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>The agent could not be paused.</source>
        <translation>Der Agent konnte nicht pausiert werden.</translation>
    </message>
    <message>
        <source>What the agent may do could not be changed.</source>
        <translation>Was der Agent darf, konnte nicht geändert werden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::AgentsPage</name>
    <message>
        <source>What each agent may do by itself. With drafts only, an agent prepares and a person sends.</source>
        <translation>Was jeder Agent selbst tun darf. Bei „Nur Entwürfe“ bereitet ein Agent vor und ein Mensch sendet.</translation>
    </message>
    <message>
        <source>autonomy autopilot drafts pause</source>
        <translation>autonomie autopilot entwürfe pause</translation>
    </message>
    <message>
        <source>All agents</source>
        <translation>Alle Agenten</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>%1 what an agent is for, %2 its state, such as &quot;working&quot;</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Drafts only</source>
        <translation>Nur Entwürfe</translation>
    </message>
    <message>
        <source>Autopilot</source>
        <translation>Autopilot</translation>
    </message>
    <message>
        <source>Autonomy of %1</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>Autonomie von %1</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Weitermachen lassen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is a deed such as &quot;Pause&quot;, %2 an agent&apos;s name</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::AiPage</name>
    <message>
        <source>The calls could not be read.</source>
        <translation>Die Aufrufe konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>All integrations</source>
        <translation>Alle Anbindungen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Set key…</source>
        <translation>Schlüssel setzen…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Budgets today</source>
        <translation>Budgets heute</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>All</source>
        <comment>calls of language models</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Failed only</source>
        <comment>calls of language models</comment>
        <translation>Nur gescheiterte</translation>
    </message>
    <message>
        <source>Calls of language models</source>
        <translation>Aufrufe von Sprachmodellen</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Every step of the task that this call was made for</source>
        <translation>Jeder Schritt der Aufgabe, für die dieser Aufruf gemacht wurde</translation>
    </message>
    <message>
        <source>Show in Activity</source>
        <translation>In der Aktivität zeigen</translation>
    </message>
    <message>
        <source>How it does could not be read. %1</source>
        <translation>Wie es ihm geht, konnte nicht gelesen werden. %1</translation>
    </message>
    <message>
        <source>The key was refused. Set a new one.</source>
        <translation>Der Schlüssel wurde abgelehnt. Setzen Sie einen neuen.</translation>
    </message>
    <message>
        <source>It needs a key.</source>
        <translation>Er braucht einen Schlüssel.</translation>
    </message>
    <message>
        <source>Runs in the studio: nothing leaves it</source>
        <translation>Läuft im Studio: Nichts verlässt es</translation>
    </message>
    <message>
        <source>What is asked leaves the studio, with names and addresses masked</source>
        <translation>Was gefragt wird, verlässt das Studio; Namen und Adressen sind maskiert</translation>
    </message>
    <message>
        <source>Models: %1</source>
        <extracomment>%1 names of language models</extracomment>
        <translation>Modelle: %1</translation>
    </message>
    <message>
        <source>usually begins to answer after %1</source>
        <extracomment>How long until the first word of an answer. %1 is a duration such as &quot;400 ms&quot;</extracomment>
        <translation>beginnt gewöhnlich nach %1 zu antworten</translation>
    </message>
    <message>
        <source>%1 calls since the start, %2 failed</source>
        <extracomment>Since the console started. %1 calls, %2 of them failed</extracomment>
        <translation>%1 Aufrufe seit dem Start, %2 gescheitert</translation>
    </message>
    <message>
        <source>%1 spent today</source>
        <extracomment>%1 is an amount</extracomment>
        <translation>%1 heute ausgegeben</translation>
    </message>
    <message>
        <source>A key is set</source>
        <translation>Ein Schlüssel ist gesetzt</translation>
    </message>
    <message>
        <source>No key is set</source>
        <translation>Kein Schlüssel ist gesetzt</translation>
    </message>
    <message>
        <source>It is not set up yet.</source>
        <translation>Er ist noch nicht eingerichtet.</translation>
    </message>
    <message>
        <source>Nothing was spent, and no limit is set.</source>
        <translation>Nichts wurde ausgegeben, und keine Grenze ist gesetzt.</translation>
    </message>
    <message>
        <source>Counted by the prices of %1.</source>
        <extracomment>%1 is a date</extracomment>
        <translation>Gerechnet nach den Preisen vom %1.</translation>
    </message>
    <message>
        <source>%1 Tried again in %2.</source>
        <extracomment>%1 why a provider rests, a sentence, %2 a running clock</extracomment>
        <translation>%1 Neuer Versuch in %2.</translation>
    </message>
    <message>
        <source>Asks the provider for its models, which tries address and key</source>
        <translation>Fragt den Anbieter nach seinen Modellen; das probt Adresse und Schlüssel</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Change key…</source>
        <translation>Schlüssel ändern…</translation>
    </message>
    <message>
        <source>It is set in the environment; change it there.</source>
        <translation>Es ist in der Umgebung gesetzt; ändern Sie es dort.</translation>
    </message>
    <message>
        <source>Needs the role administrator.</source>
        <translation>Braucht die Rolle Verwaltung.</translation>
    </message>
    <message>
        <source>None has failed</source>
        <translation>Keiner ist gescheitert</translation>
    </message>
    <message>
        <source>Every call was answered.</source>
        <translation>Jeder Aufruf wurde beantwortet.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>No call yet</source>
        <translation>Noch kein Aufruf</translation>
    </message>
    <message>
        <source>What agents ask this provider appears here, with what it cost.</source>
        <translation>Was Agenten diesen Anbieter fragen, erscheint hier, mit dem, was es kostete.</translation>
    </message>
</context>
<context>
    <name>hs::ui::AnswerCard</name>
    <message>
        <source>Leave off</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop waiting for the answer</source>
        <translation>Nicht länger auf die Antwort warten</translation>
    </message>
    <message>
        <source>Atlas looks for an answer</source>
        <translation>Atlas sucht eine Antwort</translation>
    </message>
    <message>
        <source>Atlas answers</source>
        <translation>Atlas antwortet</translation>
    </message>
    <message>
        <source>Well supported</source>
        <translation>Gut belegt</translation>
    </message>
    <message>
        <source>Weakly supported</source>
        <translation>Schwach belegt</translation>
    </message>
    <message>
        <source>No source answers this</source>
        <translation>Keine Quelle beantwortet das</translation>
    </message>
    <message>
        <source>The nearest passages are below.</source>
        <translation>Die nächstliegenden Passagen stehen darunter.</translation>
    </message>
    <message>
        <source>By rules, in the sources&apos; own words</source>
        <extracomment>Who made the words of an answer. %1 is a language model: &quot;local · small-8b&quot;</extracomment>
        <translation>Nach Regeln, in den Worten der Quellen</translation>
    </message>
    <message>
        <source>In the words of %1</source>
        <translation>Formuliert von %1</translation>
    </message>
    <message>
        <source>The question could not be answered</source>
        <translation>Die Frage konnte nicht beantwortet werden</translation>
    </message>
    <message>
        <source>Citation %1: %2</source>
        <extracomment>A numbered source of an answer. %1 its number, %2 its title</extracomment>
        <translation>Beleg %1: %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::AppearancePage</name>
    <message>
        <source>How the console looks at this desk.</source>
        <translation>Wie die Konsole an diesem Platz aussieht.</translation>
    </message>
    <message>
        <source>theme dark light text size contrast motion language font</source>
        <translation>design dunkel hell schriftgröße kontrast bewegung sprache schrift</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Increased contrast</source>
        <translation>Erhöhter Kontrast</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Another language is spoken from the next start on.</source>
        <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Attachments</name>
    <message>
        <source>“%1” is no file. Attach the files in it one by one, or pack them into one.</source>
        <extracomment>%1 is the name of a folder or of a file that is gone</extracomment>
        <translation>„%1“ ist keine Datei. Hängen Sie die Dateien darin einzeln an, oder packen Sie sie in eine.</translation>
    </message>
    <message>
        <source>“%1” has %2; at most %3 can be attached. Share it through a link instead.</source>
        <extracomment>%1 is a file, %2 its size, %3 the largest size</extracomment>
        <translation>„%1“ hat %2; höchstens %3 können angehängt werden. Teilen Sie die Datei lieber über einen Link.</translation>
    </message>
    <message>
        <source>“%1” could not be read: %2</source>
        <extracomment>%1 is a file, %2 why, in the system&apos;s words</extracomment>
        <translation>„%1“ konnte nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>“%1” has more than %2. Share it through a link instead.</source>
        <translation>„%1“ hat mehr als %2. Teilen Sie die Datei lieber über einen Link.</translation>
    </message>
    <message>
        <source>“%1” is empty.</source>
        <translation>„%1“ ist leer.</translation>
    </message>
    <message>
        <source>Save the file</source>
        <translation>Datei speichern</translation>
    </message>
    <message>
        <source>“%1” was not saved. %2</source>
        <extracomment>%1 is a file, %2 why</extracomment>
        <translation>„%1“ wurde nicht gespeichert. %2</translation>
    </message>
    <message>
        <source>“%1” is saved</source>
        <translation>„%1“ ist gespeichert</translation>
    </message>
</context>
<context>
    <name>hs::ui::AuditPage</name>
    <message>
        <source>Audit</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>The audit could not be read.</source>
        <translation>Das Protokoll konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Find in the audit</source>
        <translation>Im Protokoll suchen</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Gegenstand</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>Jederzeit</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>New acts appear at once</source>
        <translation>Neue Handlungen erscheinen sofort</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>Export anhalten</translation>
    </message>
    <message>
        <source>Stopped; nothing was written.</source>
        <translation>Angehalten; es wurde nichts geschrieben.</translation>
    </message>
    <message>
        <source>Details of the act</source>
        <translation>Einzelheiten der Handlung</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Open object</source>
        <translation>Gegenstand öffnen</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No act fits the filters.</source>
        <translation>Keine Handlung passt zu den Filtern.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Nothing has happened yet</source>
        <translation>Noch ist nichts geschehen</translation>
    </message>
    <message>
        <source>Every act of agents and people is kept here, with its reason.</source>
        <translation>Jede Handlung von Agenten und Menschen steht hier, mit ihrem Grund.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>A line of details: %1 name, %2 value.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>Handlung</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name and id</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>evidence and where it stands</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>Korrelation</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>Export the audit</source>
        <translation>Protokoll exportieren</translation>
    </message>
    <message>
        <source>Table (*.csv)</source>
        <translation>Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON-Zeilen (*.jsonl)</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>Export begins</source>
        <translation>Der Export beginnt</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) written</source>
        <translation>
            <numerusform>%n Zeile geschrieben</numerusform>
            <numerusform>%n Zeilen geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>The audit was not exported. %1</source>
        <extracomment>%1 is why.</extracomment>
        <translation>Das Protokoll wurde nicht exportiert. %1</translation>
    </message>
    <message numerus="yes">
        <source>%n act(s) exported</source>
        <translation>
            <numerusform>%n Handlung exportiert</numerusform>
            <numerusform>%n Handlungen exportiert</numerusform>
        </translation>
    </message>
    <message>
        <source>One matter only</source>
        <translation>Nur eine Angelegenheit</translation>
    </message>
    <message>
        <source>Shows the acts of all matters again</source>
        <translation>Zeigt wieder die Handlungen aller Angelegenheiten</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>By which rule or model, on what evidence, and what else could have been done</source>
        <translation>Nach welcher Regel oder welchem Modell, auf welche Belege hin, und was sonst möglich gewesen wäre</translation>
    </message>
    <message>
        <source>Show the whole matter</source>
        <translation>Ganze Angelegenheit zeigen</translation>
    </message>
</context>
<context>
    <name>hs::ui::BackupPage</name>
    <message>
        <source>Copies of all data, each checked by opening it. They lie in the data folder under “backups”.</source>
        <translation>Kopien aller Daten, jede durch Öffnen geprüft. Sie liegen im Datenordner unter „backups“.</translation>
    </message>
    <message>
        <source>copy restore</source>
        <translation>kopie wiederherstellen</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>The backup is done: %1</source>
        <translation>Die Sicherung ist fertig: %1</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>Last backup %1</source>
        <translation>Letzte Sicherung %1</translation>
    </message>
    <message>
        <source>There is no backup yet.</source>
        <translation>Es gibt noch keine Sicherung.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Banner</name>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>hs::ui::BoardLane</name>
    <message>
        <source>Moved %1 to %2</source>
        <extracomment>%1 is a card&apos;s number such as LC-318, %2 a column of the board</extracomment>
        <translation>%1 nach %2 bewegt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>%1 stays where it was. %2</source>
        <extracomment>%1 is a card&apos;s number such as LC-318, %2 a sentence with the reason</extracomment>
        <translation>%1 bleibt, wo es war. %2</translation>
    </message>
    <message>
        <source>The limit is reached; you will be asked.</source>
        <translation>Die Grenze ist erreicht; Sie werden gefragt.</translation>
    </message>
    <message>
        <source>“%1” already holds as many cards as it should (%2). Move one more in?</source>
        <extracomment>%1 is a column of the board, %2 how many cards it may hold</extracomment>
        <translation>„%1“ enthält schon so viele Karten, wie es soll (%2). Noch eine hinein?</translation>
    </message>
    <message>
        <source>Limit reached</source>
        <translation>Grenze erreicht</translation>
    </message>
    <message>
        <source>Move in</source>
        <translation>Hineinbewegen</translation>
    </message>
    <message>
        <source>The workflow has no way forward from here by hand.</source>
        <translation>Von hier aus führt kein Weg von Hand weiter.</translation>
    </message>
    <message>
        <source>The workflow has no way back from here by hand.</source>
        <translation>Von hier aus führt kein Weg von Hand zurück.</translation>
    </message>
    <message>
        <source>The card could not be assigned.</source>
        <translation>Die Karte konnte nicht zugewiesen werden.</translation>
    </message>
    <message>
        <source>No people are known yet</source>
        <translation>Noch sind keine Personen bekannt</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Niemand</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <extracomment>%1 is a card&apos;s number, %2 its title</extracomment>
        <translation>%1 abbrechen</translation>
    </message>
    <message>
        <source>Why does “%1” end here? The reason is kept in its history.</source>
        <translation>Warum endet „%1“ hier? Der Grund bleibt im Verlauf stehen.</translation>
    </message>
    <message>
        <source>Cancel it</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>It could not be cancelled.</source>
        <translation>Es konnte nicht abgebrochen werden.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>Bewegen nach</translation>
    </message>
    <message>
        <source>Assign to</source>
        <translation>Zuweisen an</translation>
    </message>
    <message>
        <source>Cancel with a reason…</source>
        <translation>Mit Grund abbrechen…</translation>
    </message>
    <message>
        <source>The move could not be taken back.</source>
        <translation>Der Zug konnte nicht zurückgenommen werden.</translation>
    </message>
    <message>
        <source>%1 is back where it was.</source>
        <extracomment>%1 is a card&apos;s number such as LC-318</extracomment>
        <translation>%1 ist wieder, wo es war.</translation>
    </message>
</context>
<context>
    <name>hs::ui::BoardModel</name>
    <message>
        <source>The rule “%1” did not allow it.</source>
        <translation>Die Regel „%1“ hat es nicht erlaubt.</translation>
    </message>
    <message>
        <source>The workflow does not take this step now.</source>
        <translation>Der Ablauf nimmt diesen Schritt jetzt nicht an.</translation>
    </message>
</context>
<context>
    <name>hs::ui::BoardView</name>
    <message>
        <source>Board</source>
        <translation>Board</translation>
    </message>
    <message>
        <source>Find on this board</source>
        <translation>Auf diesem Board suchen</translation>
    </message>
    <message>
        <source>Group the board</source>
        <translation>Board gruppieren</translation>
    </message>
    <message>
        <source>Filter the board</source>
        <translation>Board filtern</translation>
    </message>
    <message>
        <source>Open the card</source>
        <translation>Karte öffnen</translation>
    </message>
    <message>
        <source>record run details</source>
        <translation>datensatz lauf einzelheiten</translation>
    </message>
    <message>
        <source>Show the card&apos;s history</source>
        <translation>Verlauf der Karte zeigen</translation>
    </message>
    <message>
        <source>run steps timeline</source>
        <translation>lauf schritte zeitleiste</translation>
    </message>
    <message>
        <source>Cancel the card with a reason…</source>
        <translation>Karte mit Grund abbrechen…</translation>
    </message>
    <message>
        <source>stop end workflow</source>
        <translation>anhalten beenden ablauf</translation>
    </message>
    <message>
        <source>Assign the card…</source>
        <translation>Karte zuweisen…</translation>
    </message>
    <message>
        <source>person owner</source>
        <translation>person zuständig</translation>
    </message>
    <message>
        <source>Move the card forward</source>
        <translation>Karte weiterbewegen</translation>
    </message>
    <message>
        <source>next column state</source>
        <translation>nächste spalte zustand</translation>
    </message>
    <message>
        <source>Move the card back</source>
        <translation>Karte zurückbewegen</translation>
    </message>
    <message>
        <source>previous column state</source>
        <translation>vorige spalte zustand</translation>
    </message>
    <message>
        <source>The list of boards could not be read.</source>
        <translation>Die Liste der Boards konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No boards yet</source>
        <translation>Noch keine Boards</translation>
    </message>
    <message>
        <source>Each workflow has a board. Workflow definitions that are put into the data folder appear here.</source>
        <translation>Jeder Ablauf hat ein Board. Ablaufdefinitionen, die in den Datenordner gelegt werden, erscheinen hier.</translation>
    </message>
    <message>
        <source>The board could not be read.</source>
        <translation>Das Board konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see the cards that were read last.</source>
        <translation>Sie sehen die zuletzt gelesenen Karten.</translation>
    </message>
    <message>
        <source>No cards yet. They appear when an event starts this workflow.</source>
        <translation>Noch keine Karten. Sie erscheinen, wenn ein Ereignis diesen Ablauf beginnt.</translation>
    </message>
    <message>
        <source>No card matches</source>
        <translation>Keine Karte passt</translation>
    </message>
    <message>
        <source>Nothing on this board fits the filter.</source>
        <translation>Auf diesem Board passt nichts zum Filter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>No cards yet</source>
        <translation>Noch keine Karten</translation>
    </message>
    <message>
        <source>They appear when an event starts this workflow.</source>
        <translation>Sie erscheinen, wenn ein Ereignis diesen Ablauf beginnt.</translation>
    </message>
    <message>
        <source>The card could not be found.</source>
        <translation>Die Karte wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Views of the board</source>
        <translation>Ansichten des Boards</translation>
    </message>
    <message>
        <source>saved view save share filter</source>
        <translation>gespeichert ansicht speichern teilen filter</translation>
    </message>
    <message>
        <source>lanes swim agent person entity priority</source>
        <translation>bahnen agent person betrieb priorität</translation>
    </message>
    <message>
        <source>agent assignee priority tag deadline status version open only</source>
        <translation>agent zuständig priorität schlagwort frist status version nur offene</translation>
    </message>
    <message>
        <source>Move running workflows to another version…</source>
        <translation>Laufende Abläufe auf eine andere Version umstellen…</translation>
    </message>
    <message>
        <source>migrate definition upgrade</source>
        <translation>umstellen migrieren definition erneuern</translation>
    </message>
    <message>
        <source>Try a changed workflow on the past…</source>
        <translation>Geänderten Ablauf an Vergangenem erproben…</translation>
    </message>
    <message>
        <source>what if replay definition version</source>
        <translation>was wäre wenn wiederholen definition version</translation>
    </message>
    <message>
        <source>Change the card&apos;s priority…</source>
        <translation>Priorität der Karte ändern…</translation>
    </message>
    <message>
        <source>urgent high low</source>
        <translation>dringend hoch niedrig</translation>
    </message>
    <message>
        <source>Pause or resume the card…</source>
        <translation>Karte pausieren oder fortsetzen…</translation>
    </message>
    <message>
        <source>hold stop continue</source>
        <translation>anhalten stopp weiter</translation>
    </message>
    <message>
        <source>Select the card, or take it out of the selection</source>
        <translation>Karte auswählen oder aus der Auswahl nehmen</translation>
    </message>
    <message>
        <source>mark several bulk</source>
        <translation>markieren mehrere viele</translation>
    </message>
    <message>
        <source>Select all cards of the column</source>
        <translation>Alle Karten der Spalte auswählen</translation>
    </message>
    <message>
        <source>Move the selected cards…</source>
        <translation>Ausgewählte Karten bewegen…</translation>
    </message>
    <message>
        <source>bulk several event</source>
        <translation>mehrere viele ereignis</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message>
        <source>mark several bulk none</source>
        <translation>markieren mehrere viele keine</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>Bewegen…</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Zuweisen…</translation>
    </message>
    <message>
        <source>Priority…</source>
        <translation>Priorität…</translation>
    </message>
    <message>
        <source>Pause or resume…</source>
        <translation>Pausieren oder fortsetzen…</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>Abbrechen…</translation>
    </message>
    <message>
        <source>Open in designer</source>
        <translation>Im Designer öffnen</translation>
    </message>
    <message>
        <source>Versions…</source>
        <translation>Versionen…</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>The board and the saved view of it that is looked at</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>The lanes of the board could not be read.</source>
        <translation>Die Bahnen des Boards konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No agent</source>
        <translation>Kein Agent</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Niemand</translation>
    </message>
    <message>
        <source>No entity</source>
        <translation>Kein Betrieb</translation>
    </message>
    <message>
        <source>Fold all lanes</source>
        <translation>Alle Bahnen einklappen</translation>
    </message>
    <message>
        <source>Unfold all lanes</source>
        <translation>Alle Bahnen ausklappen</translation>
    </message>
    <message>
        <source>Versions of the workflow…</source>
        <translation>Versionen des Ablaufs…</translation>
    </message>
    <message>
        <source>retire definition current history</source>
        <translation>zurückziehen Definition aktuell Verlauf</translation>
    </message>
</context>
<context>
    <name>hs::ui::BudgetList</name>
    <message>
        <source>%1 today, without a limit</source>
        <extracomment>Cost of language models today. %1 an amount</extracomment>
        <translation>%1 heute, ohne Grenze</translation>
    </message>
    <message>
        <source>%1 today, warned at %2</source>
        <extracomment>Cost of language models today. %1 what was spent, %2 from where on people are warned</extracomment>
        <translation>%1 heute, Warnung ab %2</translation>
    </message>
    <message>
        <source>%1 of %2 today</source>
        <extracomment>Cost of language models today. %1 what was spent, %2 the limit</extracomment>
        <translation>%1 von %2 heute</translation>
    </message>
    <message>
        <source>%1 of %2 today, warned at %3</source>
        <extracomment>Cost of language models today. %1 what was spent, %2 the limit, %3 from where on people are warned</extracomment>
        <translation>%1 von %2 heute, Warnung ab %3</translation>
    </message>
    <message>
        <source>Spent</source>
        <comment>a budget: nothing more is asked today</comment>
        <translation>Aufgebraucht</translation>
    </message>
    <message>
        <source>Nearly spent</source>
        <comment>a budget</comment>
        <translation>Fast aufgebraucht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>Read by screen readers. %1 a budget&apos;s name, %2 what was spent of it</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::BulkActions</name>
    <message>
        <source>None of these cards can be moved by hand now</source>
        <translation>Keine dieser Karten lässt sich jetzt von Hand bewegen</translation>
    </message>
    <message>
        <source>Move to “%1”</source>
        <translation>Nach „%1“ bewegen</translation>
    </message>
    <message numerus="yes">
        <source>Move %n card(s)</source>
        <translation>
            <numerusform>%n Karte bewegen</numerusform>
            <numerusform>%n Karten bewegen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) moved to “%1”</source>
        <extracomment>%1 is a column of the board</extracomment>
        <translation>
            <numerusform>%n Karte nach „%1“ bewegt</numerusform>
            <numerusform>%n Karten nach „%1“ bewegt</numerusform>
        </translation>
    </message>
    <message>
        <source>The cards could not be moved.</source>
        <translation>Die Karten konnten nicht bewegt werden.</translation>
    </message>
    <message>
        <source>The cards could not be assigned.</source>
        <translation>Die Karten konnten nicht zugewiesen werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) assigned to %1</source>
        <extracomment>%1 is a person&apos;s name</extracomment>
        <translation>
            <numerusform>%n Karte an %1 zugewiesen</numerusform>
            <numerusform>%n Karten an %1 zugewiesen</numerusform>
        </translation>
    </message>
    <message>
        <source>No people are known yet</source>
        <translation>Noch sind keine Personen bekannt</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Niemand</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) assigned to nobody</source>
        <translation>
            <numerusform>%n Karte niemandem zugewiesen</numerusform>
            <numerusform>%n Karten niemandem zugewiesen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) now have the priority “%1”</source>
        <extracomment>%1 is a priority such as &quot;High&quot;</extracomment>
        <translation>
            <numerusform>%n Karte hat jetzt die Priorität „%1“</numerusform>
            <numerusform>%n Karten haben jetzt die Priorität „%1“</numerusform>
        </translation>
    </message>
    <message>
        <source>The priority could not be changed.</source>
        <translation>Die Priorität konnte nicht geändert werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) go on</source>
        <translation>
            <numerusform>%n Karte geht weiter</numerusform>
            <numerusform>%n Karten gehen weiter</numerusform>
        </translation>
    </message>
    <message>
        <source>The cards could not be resumed.</source>
        <translation>Die Karten konnten nicht fortgesetzt werden.</translation>
    </message>
    <message numerus="yes">
        <source>Pause %n card(s)</source>
        <translation>
            <numerusform>%n Karte pausieren</numerusform>
            <numerusform>%n Karten pausieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Their tasks, deadlines and what comes in wait until they are resumed; nothing is lost. Why? The reason is kept in each history.</source>
        <translation>Ihre Aufgaben, Fristen und alles Eingehende warten, bis sie fortgesetzt werden; nichts geht verloren. Warum? Der Grund bleibt in jedem Verlauf stehen.</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) paused</source>
        <translation>
            <numerusform>%n Karte pausiert</numerusform>
            <numerusform>%n Karten pausiert</numerusform>
        </translation>
    </message>
    <message>
        <source>The cards could not be paused.</source>
        <translation>Die Karten konnten nicht pausiert werden.</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n card(s)</source>
        <translation>
            <numerusform>%n Karte abbrechen</numerusform>
            <numerusform>%n Karten abbrechen</numerusform>
        </translation>
    </message>
    <message>
        <source>Their workflows end here, open tasks are called off, and no one can take it back. Why? The reason is kept in each history.</source>
        <translation>Ihre Abläufe enden hier, offene Aufgaben werden abgesagt, und niemand kann es zurücknehmen. Warum? Der Grund bleibt in jedem Verlauf stehen.</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) cancelled</source>
        <translation>
            <numerusform>%n Karte abgebrochen</numerusform>
            <numerusform>%n Karten abgebrochen</numerusform>
        </translation>
    </message>
    <message>
        <source>The cards could not be cancelled.</source>
        <translation>Die Karten konnten nicht abgebrochen werden.</translation>
    </message>
    <message numerus="yes">
        <source>%1; %n refused</source>
        <extracomment>%1 what was done: &quot;9 cards moved to Viewing&quot;</extracomment>
        <translation>
            <numerusform>%1; %n abgelehnt</numerusform>
            <numerusform>%1; %n abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) are back where they were.</source>
        <translation>
            <numerusform>%n Karte ist wieder, wo sie war.</numerusform>
            <numerusform>%n Karten sind wieder, wo sie waren.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 went back, %2 have gone on meanwhile.</source>
        <extracomment>%1 how many cards went back, %2 how many did not</extracomment>
        <translation>Zurückgegangen: %1. Inzwischen weitergegangen: %2.</translation>
    </message>
</context>
<context>
    <name>hs::ui::BulkBar</name>
    <message>
        <source>Clear selection</source>
        <translation>Auswahl aufheben</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n more not loaded</source>
        <extracomment>%1 is &quot;100 selected&quot;; the others of the column were not read yet</extracomment>
        <translation>
            <numerusform>%1, %n weitere nicht geladen</numerusform>
            <numerusform>%1, %n weitere nicht geladen</numerusform>
        </translation>
    </message>
    <message>
        <source>Scroll down in the column to load more of its cards, then select again.</source>
        <translation>Scrollen Sie in der Spalte nach unten, um mehr ihrer Karten zu laden, und wählen Sie dann erneut.</translation>
    </message>
</context>
<context>
    <name>hs::ui::CallFacts</name>
    <message>
        <source>%1: %2</source>
        <extracomment>A line of details: %1 name, %2 value</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Why this one</source>
        <translation>Warum dieses</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>First word after</source>
        <translation>Erstes Wort nach</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Masked before sending</source>
        <translation>Vor dem Senden maskiert</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>Korrelation</translation>
    </message>
</context>
<context>
    <name>hs::ui::CaseAudit</name>
    <message>
        <source>Audit of this escalation</source>
        <translation>Protokoll dieser Eskalation</translation>
    </message>
    <message>
        <source>Copy audit</source>
        <translation>Protokoll kopieren</translation>
    </message>
    <message>
        <source>Copies the selected lines, or all, as a table</source>
        <translation>Kopiert die gewählten Zeilen, oder alle, als Tabelle</translation>
    </message>
    <message>
        <source>No audit yet</source>
        <translation>Noch kein Protokoll</translation>
    </message>
    <message>
        <source>Nothing was done to this escalation.</source>
        <translation>An dieser Eskalation wurde nichts getan.</translation>
    </message>
    <message>
        <source>The audit could not be read.</source>
        <translation>Das Protokoll konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Audit copied</source>
        <translation>Protokoll kopiert</translation>
    </message>
</context>
<context>
    <name>hs::ui::ChannelsPage</name>
    <message>
        <source>How messages leave this computer. Without a channel they wait as drafts, and nothing is lost.</source>
        <translation>Wie Nachrichten diesen Rechner verlassen. Ohne Kanal warten sie als Entwürfe, und nichts geht verloren.</translation>
    </message>
    <message>
        <source>smtp sender channel webhook password</source>
        <translation>smtp absender kanal webhook passwort</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>Mail server with its password (smtp://user:password@host:587)</source>
        <translation>Mailserver mit Passwort (smtp://user:password@host:587)</translation>
    </message>
    <message>
        <source>Slack</source>
        <translation>Slack</translation>
    </message>
    <message>
        <source>Address of the chat&apos;s webhook</source>
        <translation>Adresse des Chat-Webhooks</translation>
    </message>
    <message>
        <source>Set the secret…</source>
        <translation>Geheimnis setzen…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Test %1</source>
        <translation>%1 testen</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>Wird getestet…</translation>
    </message>
    <message>
        <source>No secret is set.</source>
        <translation>Es ist kein Geheimnis gesetzt.</translation>
    </message>
    <message>
        <source>The secret comes from the environment.</source>
        <translation>Das Geheimnis kommt aus der Umgebung.</translation>
    </message>
    <message>
        <source>A secret is set.</source>
        <translation>Ein Geheimnis ist gesetzt.</translation>
    </message>
</context>
<context>
    <name>hs::ui::ChartView</name>
    <message>
        <source>Picture of the workflow</source>
        <translation>Bild des Ablaufs</translation>
    </message>
</context>
<context>
    <name>hs::ui::CheckDialog</name>
    <message>
        <source>Add a test question</source>
        <translation>Testfrage hinzufügen</translation>
    </message>
    <message>
        <source>Change the test question</source>
        <translation>Testfrage ändern</translation>
    </message>
    <message>
        <source>A question as people ask it, and the document that answers it.</source>
        <translation>Eine Frage, wie sie wirklich gestellt wird, und das Dokument, das sie beantwortet.</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>No source answers it; it should be refused</source>
        <translation>Keine Quelle beantwortet sie; sie soll abgewiesen werden</translation>
    </message>
    <message>
        <source>Find the document</source>
        <translation>Dokument suchen</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>The documents could not be read. %1</source>
        <translation>Die Dokumente konnten nicht gelesen werden. %1</translation>
    </message>
    <message>
        <source>No such document.</source>
        <translation>Kein solches Dokument gefunden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::ColumnWidget</name>
    <message>
        <source>Fold column %1</source>
        <extracomment>%1 is the name of a board column</extracomment>
        <translation>Spalte %1 einklappen</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <extracomment>Cards in a column of a board and how many it may hold</extracomment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>The limit of this column is reached; a move in asks first.</source>
        <translation>Die Grenze dieser Spalte ist erreicht; ein Zug hinein fragt zuerst.</translation>
    </message>
    <message numerus="yes">
        <source>%n card(s), limit reached</source>
        <translation>
            <numerusform>%n Karte, Grenze erreicht</numerusform>
            <numerusform>%n Karten, Grenze erreicht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n Karte</numerusform>
            <numerusform>%n Karten</numerusform>
        </translation>
    </message>
    <message>
        <source>Cards in %1</source>
        <extracomment>%1 is the name of a board column</extracomment>
        <translation>Karten in %1</translation>
    </message>
    <message>
        <source>Unfold column %1</source>
        <translation>Spalte %1 ausklappen</translation>
    </message>
    <message>
        <source>%1 (%2 / %3)</source>
        <extracomment>%1 cards that are shown; all cards of the column and how many it may hold</extracomment>
        <translation>%1 (%2 / %3)</translation>
    </message>
    <message>
        <source>Cards in %1, lane %2</source>
        <translation>Karten in %1, Bahn %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::CommandPalette</name>
    <message>
        <source>Search, or run a command</source>
        <translation>Suchen oder einen Befehl ausführen</translation>
    </message>
    <message>
        <source>Search conversations, cards, people or run a command</source>
        <translation>Gespräche, Karten, Personen suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>&gt; actions    @ people    # cards    ? knowledge</source>
        <translation>&gt; Aktionen    @ Personen    # Karten    ? Wissen</translation>
    </message>
    <message>
        <source>For the selection</source>
        <translation>Für die Auswahl</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Gehe zu</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>Wissen</translation>
    </message>
    <message>
        <source>Open Knowledge</source>
        <extracomment>%1 is a question or words</extracomment>
        <translation>Wissen öffnen</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Records can&apos;t be searched just now</source>
        <translation>Datensätze lassen sich gerade nicht durchsuchen</translation>
    </message>
    <message>
        <source>Ask Knowledge: %1</source>
        <translation>Wissen fragen: %1</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>Passagen</translation>
    </message>
    <message>
        <source>Knowledge can&apos;t be searched just now</source>
        <translation>Das Wissen lässt sich gerade nicht durchsuchen</translation>
    </message>
</context>
<context>
    <name>hs::ui::Composer</name>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Only colleagues see a note; it is never sent.</source>
        <translation>Eine Notiz sehen nur Kolleginnen und Kollegen; sie wird nie gesendet.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>More ways to send</source>
        <translation>Weitere Arten zu senden</translation>
    </message>
    <message>
        <source>Send and close</source>
        <translation>Senden und schließen</translation>
    </message>
    <message>
        <source>Send and snooze…</source>
        <translation>Senden und zurückstellen…</translation>
    </message>
    <message>
        <source>Your draft</source>
        <translation>Ihr Entwurf</translation>
    </message>
    <message>
        <source>Internal note: only colleagues see it</source>
        <translation>Interne Notiz: nur Kolleginnen und Kollegen sehen sie</translation>
    </message>
    <message>
        <source>Internal note</source>
        <translation>Interne Notiz</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>Notiz hinzufügen</translation>
    </message>
    <message>
        <source>Attach a file</source>
        <translation>Datei anhängen</translation>
    </message>
    <message>
        <source>Insert a macro</source>
        <translation>Textbaustein einfügen</translation>
    </message>
    <message>
        <source>Remove the attachment %1</source>
        <extracomment>%1 is a file with its size</extracomment>
        <translation>Anhang %1 entfernen</translation>
    </message>
</context>
<context>
    <name>hs::ui::ConflictBox</name>
    <message>
        <source>%1 changed the same fields while you did. Choose what holds.</source>
        <extracomment>%1 is who changed the record meanwhile</extracomment>
        <translation>%1 hat gleichzeitig dieselben Felder geändert. Wählen Sie, was gilt.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>Read by screen readers. %1 name of a field, %2 whose value it is and the value</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>no value</source>
        <translation>kein Wert</translation>
    </message>
    <message>
        <source>Yours: %1</source>
        <extracomment>A field changed by two people. %1 is the reader&apos;s own value</extracomment>
        <translation>Ihres: %1</translation>
    </message>
    <message>
        <source>Theirs: %1</source>
        <extracomment>A field changed by two people. %1 is the other&apos;s value</extracomment>
        <translation>Das andere: %1</translation>
    </message>
    <message>
        <source>Take all of theirs</source>
        <translation>Alles vom anderen nehmen</translation>
    </message>
    <message>
        <source>Save what is chosen</source>
        <translation>Gewähltes speichern</translation>
    </message>
</context>
<context>
    <name>hs::ui::Console</name>
    <message>
        <source>The language changes at the next start.</source>
        <translation>Die Sprache wechselt beim nächsten Start.</translation>
    </message>
    <message>
        <source>The console did not close properly last time. Your layout and drafts are back.</source>
        <translation>Die Konsole wurde zuletzt nicht ordentlich beendet. Ihre Anordnung und Entwürfe sind wieder da.</translation>
    </message>
    <message>
        <source>Use the standard layout</source>
        <translation>Standardanordnung verwenden</translation>
    </message>
    <message>
        <source>The console did not close properly twice in a row. It shows the standard layout, and all agents are paused.</source>
        <translation>Die Konsole wurde zweimal nacheinander nicht ordentlich beendet. Sie zeigt die Standardanordnung, und alle Agenten sind pausiert.</translation>
    </message>
    <message>
        <source>The agents could not be paused.</source>
        <translation>Die Agenten konnten nicht pausiert werden.</translation>
    </message>
    <message>
        <source>Nobody is set up at this desk, so you can look but not work.</source>
        <translation>An diesem Platz ist niemand eingerichtet; Sie können schauen, aber nicht arbeiten.</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>The console goes on in the tray: it still receives, and calls you when it needs you.</source>
        <translation>Die Konsole läuft im Infobereich weiter: sie empfängt weiterhin und ruft Sie, wenn sie Sie braucht.</translation>
    </message>
    <message>
        <source>Keep the console running?</source>
        <translation>Soll die Konsole weiterlaufen?</translation>
    </message>
    <message>
        <source>This desktop has no tray. Minimised, the console goes on receiving and calls you when it needs you. You can change this in the settings.</source>
        <translation>Diese Arbeitsfläche hat keinen Infobereich. Minimiert empfängt die Konsole weiter und ruft Sie, wenn sie Sie braucht. Das lässt sich in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Minimise</source>
        <translation>Minimieren</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Quit with work in hand?</source>
        <translation>Trotz angefangener Arbeit beenden?</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Bleiben</translation>
    </message>
</context>
<context>
    <name>hs::ui::ContentStates</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>%1 Since %2.</source>
        <extracomment>%1 is what failed, a sentence; %2 the time of day since when</extracomment>
        <translation>%1 Seit %2.</translation>
    </message>
</context>
<context>
    <name>hs::ui::ContextDialog</name>
    <message>
        <source>What the run knows, as JSON. A field that you take out is removed.</source>
        <translation>Was der Lauf weiß, als JSON. Ein Feld, das Sie herausnehmen, wird entfernt.</translation>
    </message>
    <message>
        <source>What the run knows</source>
        <translation>Was der Lauf weiß</translation>
    </message>
    <message>
        <source>Why is it changed?</source>
        <translation>Warum wird es geändert?</translation>
    </message>
    <message>
        <source>Handle the failed input once more with it</source>
        <translation>Die gescheiterte Eingabe damit noch einmal bearbeiten</translation>
    </message>
    <message>
        <source>Change it</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>This is not JSON yet; look at line %1.</source>
        <extracomment>%1 is the number of a line</extracomment>
        <translation>Das ist noch kein JSON; sehen Sie in Zeile %1 nach.</translation>
    </message>
    <message>
        <source>The data of a run is an object: names and values between braces.</source>
        <translation>Die Daten eines Laufs sind ein Objekt: Namen und Werte zwischen geschweiften Klammern.</translation>
    </message>
</context>
<context>
    <name>hs::ui::ConversationsView</name>
    <message>
        <source>Find a conversation</source>
        <translation>Gespräch suchen</translation>
    </message>
    <message>
        <source>search filter text</source>
        <translation>suchen filter text</translation>
    </message>
    <message>
        <source>New conversation with an agent</source>
        <translation>Neues Gespräch mit einem Agenten</translation>
    </message>
    <message>
        <source>talk tell ask command</source>
        <translation>reden sagen fragen befehl</translation>
    </message>
    <message>
        <source>Take over or hand back the conversation</source>
        <translation>Gespräch übernehmen oder zurückgeben</translation>
    </message>
    <message>
        <source>pause agent thread</source>
        <translation>pause agent gespräch</translation>
    </message>
    <message>
        <source>Close the conversation</source>
        <translation>Gespräch schließen</translation>
    </message>
    <message>
        <source>done archive</source>
        <translation>erledigt archiv</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>answer write</source>
        <translation>antworten schreiben</translation>
    </message>
    <message>
        <source>Write an internal note</source>
        <translation>Interne Notiz schreiben</translation>
    </message>
    <message>
        <source>colleagues comment</source>
        <translation>kollegen kommentar</translation>
    </message>
    <message>
        <source>Snooze the conversation…</source>
        <translation>Gespräch zurückstellen…</translation>
    </message>
    <message>
        <source>later remind</source>
        <translation>später erinnern</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <extracomment>Chip beside the title of the dock: how many conversations are open</extracomment>
        <translation>
            <numerusform>%n offen</numerusform>
            <numerusform>%n offen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 an agent&apos;s name, %2 its role</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>No agent takes words from people yet</source>
        <translation>Noch nimmt kein Agent Worte von Menschen an</translation>
    </message>
    <message>
        <source>Words to an agent are written but not sent.</source>
        <translation>Worte an einen Agenten sind geschrieben, aber nicht gesendet.</translation>
    </message>
    <message>
        <source>Ask the agent to draft a reply</source>
        <translation>Den Agenten eine Antwort entwerfen lassen</translation>
    </message>
    <message>
        <source>write help propose suggestion model</source>
        <translation>schreiben Hilfe vorschlagen Vorschlag Modell</translation>
    </message>
    <message>
        <source>Stop the agent&apos;s answer</source>
        <translation>Antwort des Agenten anhalten</translation>
    </message>
    <message>
        <source>cancel thinking model</source>
        <translation>abbrechen denken Modell</translation>
    </message>
    <message>
        <source>Approve what the agent asks</source>
        <translation>Erlauben, worum der Agent bittet</translation>
    </message>
    <message>
        <source>allow tool request leave yes</source>
        <translation>erlauben Werkzeug Anfrage Erlaubnis ja</translation>
    </message>
    <message>
        <source>Refuse what the agent asks…</source>
        <translation>Ablehnen, worum der Agent bittet…</translation>
    </message>
    <message>
        <source>deny reject tool request no</source>
        <translation>verweigern ablehnen Werkzeug Anfrage nein</translation>
    </message>
    <message>
        <source>Why did the agent do this?</source>
        <translation>Warum hat der Agent das getan?</translation>
    </message>
    <message>
        <source>explain reason rule model evidence</source>
        <translation>erklären Grund Regel Modell Beleg</translation>
    </message>
    <message>
        <source>Attach files…</source>
        <translation>Dateien anhängen…</translation>
    </message>
    <message>
        <source>attachment document picture send</source>
        <translation>Anhang Dokument Bild senden</translation>
    </message>
    <message>
        <source>Manage macros…</source>
        <translation>Textbausteine verwalten…</translation>
    </message>
    <message>
        <source>snippets templates texts</source>
        <translation>Schnipsel Vorlagen Texte</translation>
    </message>
    <message>
        <source>Insert a macro…</source>
        <translation>Textbaustein einfügen…</translation>
    </message>
    <message>
        <source>snippet template text</source>
        <translation>Schnipsel Vorlage Text</translation>
    </message>
</context>
<context>
    <name>hs::ui::DataBox</name>
    <message>
        <source>… and %1 characters more</source>
        <extracomment>Data was cut. %1 is a number</extracomment>
        <translation>… und %1 weitere Zeichen</translation>
    </message>
</context>
<context>
    <name>hs::ui::Deadline</name>
    <message>
        <source>no deadline</source>
        <translation>keine Frist</translation>
    </message>
    <message>
        <source>paused with %1 left</source>
        <extracomment>%1 is a duration</extracomment>
        <translation>angehalten, noch %1</translation>
    </message>
    <message>
        <source>%1 overdue</source>
        <extracomment>%1 is a duration</extracomment>
        <translation>%1 überfällig</translation>
    </message>
    <message>
        <source>%1 left</source>
        <extracomment>%1 is a duration</extracomment>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::DecidedDelegate</name>
    <message>
        <source>Undo %1</source>
        <extracomment>A link: take the decision back; %1 is the time that is left for it.</extracomment>
        <translation>Rückgängig %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>What was decided and by whom: &quot;Approved as written · You&quot;.</extracomment>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::DecisionPanel</name>
    <message>
        <source>What approving does</source>
        <translation>Was die Freigabe bewirkt</translation>
    </message>
    <message>
        <source>Edited by you</source>
        <translation>Von Ihnen bearbeitet</translation>
    </message>
    <message>
        <source>Ask for another…</source>
        <translation>Um eine andere bitten…</translation>
    </message>
    <message>
        <source>Tell the agent what the proposal should be like</source>
        <translation>Dem Agenten sagen, wie der Vorschlag sein soll</translation>
    </message>
    <message>
        <source>Show what is new</source>
        <translation>Neues zeigen</translation>
    </message>
    <message>
        <source>I have read it</source>
        <translation>Ich habe es gelesen</translation>
    </message>
    <message>
        <source>Approve and send</source>
        <translation>Freigeben und senden</translation>
    </message>
    <message>
        <source>Hand back…</source>
        <translation>Zurückgeben…</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Ablehnen…</translation>
    </message>
    <message>
        <source>The agent goes on, with your reason as its instruction (B)</source>
        <translation>Der Agent macht weiter, mit Ihrem Grund als Anweisung (B)</translation>
    </message>
    <message>
        <source>Nothing is sent (R)</source>
        <translation>Es wird nichts gesendet (R)</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Grund (freiwillig)</translation>
    </message>
    <message>
        <source>Reason for the decision</source>
        <translation>Grund der Entscheidung</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Takes the decision back; nothing has been sent yet</source>
        <translation>Nimmt die Entscheidung zurück; es wurde noch nichts gesendet</translation>
    </message>
    <message>
        <source>Claim to decide</source>
        <translation>Annehmen, um zu entscheiden</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>Übernehmen…</translation>
    </message>
    <message>
        <source>Proposed by %1</source>
        <extracomment>%1 is an agent.</extracomment>
        <translation>Vorgeschlagen von %1</translation>
    </message>
    <message>
        <source>No reply is proposed</source>
        <translation>Es ist keine Antwort vorgeschlagen</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>How sure the agent is: %1 in words, %2 as a number from 0 to 1.</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Claim it, so that nobody else works on it at the same time.</source>
        <translation>Nehmen Sie den Fall an, damit niemand sonst gleichzeitig daran arbeitet.</translation>
    </message>
    <message>
        <source>%1 has claimed this. You can read along.</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>%1 hat den Fall angenommen. Sie können mitlesen.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <extracomment>A decision: %1 outcome, %2 person, %3 moment.</extracomment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>%1
The effects wait. You can still take it back for:</source>
        <extracomment>%1 is a sentence. A running clock follows it.</extracomment>
        <translation>%1
Die Wirkungen warten. Sie können es noch zurücknehmen, und zwar:</translation>
    </message>
    <message>
        <source>Sends your version (Ctrl+Enter)</source>
        <translation>Sendet Ihre Fassung (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Sends the reply as it stands (Ctrl+Enter)</source>
        <translation>Sendet die Antwort, wie sie ist (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>It is for the role %1.</source>
        <translation>Sie ist für die Rolle %1.</translation>
    </message>
</context>
<context>
    <name>hs::ui::DemoTour</name>
    <message>
        <source>Claim a case</source>
        <translation>Einen Fall übernehmen</translation>
    </message>
    <message>
        <source>Approve a proposed reply, or decide otherwise</source>
        <translation>Einen Antwortvorschlag freigeben oder anders entscheiden</translation>
    </message>
    <message>
        <source>Move a card on the board</source>
        <translation>Eine Karte auf dem Board verschieben</translation>
    </message>
    <message>
        <source>Pause the agents, and let them go on</source>
        <translation>Die Agenten anhalten und weiterarbeiten lassen</translation>
    </message>
    <message>
        <source>A studio with fictional people. Leaving it never touches real data.</source>
        <translation>Ein Studio mit erfundenen Personen. Es zu verlassen berührt nie echte Daten.</translation>
    </message>
    <message>
        <source>You have tried all of the demo&apos;s steps.</source>
        <translation>Sie haben alle Schritte der Vorführung ausprobiert.</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>Vorführung</translation>
    </message>
    <message>
        <source>Demo · %1 of %2 tried</source>
        <comment>how many steps of the demo were tried</comment>
        <translation>Vorführung · %1 von %2 ausprobiert</translation>
    </message>
    <message>
        <source>%1 – tried</source>
        <extracomment>A step of the demo that was tried. %1 is the step.</extracomment>
        <translation>%1 – ausprobiert</translation>
    </message>
</context>
<context>
    <name>hs::ui::DesignModel</name>
    <message>
        <source>Typing</source>
        <translation>Tippen</translation>
    </message>
</context>
<context>
    <name>hs::ui::DesignerView</name>
    <message>
        <source>Workflow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Gliederung</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <source>Add a state</source>
        <translation>Zustand hinzufügen</translation>
    </message>
    <message>
        <source>Undo the last change of the definition</source>
        <translation>Letzte Änderung der Definition zurücknehmen</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>New workflow…</source>
        <translation>Neuer Ablauf…</translation>
    </message>
    <message>
        <source>definition create begin</source>
        <translation>definition anlegen beginnen</translation>
    </message>
    <message>
        <source>Show or hide outline and text</source>
        <translation>Gliederung und Text ein- oder ausblenden</translation>
    </message>
    <message>
        <source>panel json</source>
        <translation>bereich json</translation>
    </message>
    <message>
        <source>Show or hide details and dry run</source>
        <translation>Einzelheiten und Probelauf ein- oder ausblenden</translation>
    </message>
    <message>
        <source>panel inspector simulator</source>
        <translation>bereich eigenschaften probelauf</translation>
    </message>
    <message>
        <source>Outline of the workflow</source>
        <translation>Gliederung des Ablaufs</translation>
    </message>
    <message>
        <source>states tree list</source>
        <translation>zustände baum liste</translation>
    </message>
    <message>
        <source>Text of the workflow</source>
        <translation>Text des Ablaufs</translation>
    </message>
    <message>
        <source>json source edit</source>
        <translation>json quelltext bearbeiten</translation>
    </message>
    <message>
        <source>Details of what is chosen</source>
        <translation>Einzelheiten des Gewählten</translation>
    </message>
    <message>
        <source>inspector form edit</source>
        <translation>eigenschaften formular bearbeiten</translation>
    </message>
    <message>
        <source>Try the workflow</source>
        <translation>Ablauf ausprobieren</translation>
    </message>
    <message>
        <source>simulate dry run events clock</source>
        <translation>probelauf simulieren ereignisse uhr</translation>
    </message>
    <message>
        <source>Add a state…</source>
        <translation>Zustand hinzufügen…</translation>
    </message>
    <message>
        <source>new insert</source>
        <translation>neu einfügen</translation>
    </message>
    <message>
        <source>Add a transition…</source>
        <translation>Übergang hinzufügen…</translation>
    </message>
    <message>
        <source>new event connect arrow</source>
        <translation>neu ereignis verbinden pfeil</translation>
    </message>
    <message>
        <source>Rename the state</source>
        <translation>Zustand umbenennen</translation>
    </message>
    <message>
        <source>name key</source>
        <translation>name schlüssel</translation>
    </message>
    <message>
        <source>Remove what is chosen…</source>
        <translation>Gewähltes entfernen…</translation>
    </message>
    <message>
        <source>delete state transition</source>
        <translation>löschen zustand übergang</translation>
    </message>
    <message>
        <source>Move the state before its neighbour</source>
        <translation>Zustand vor seinen Nachbarn setzen</translation>
    </message>
    <message>
        <source>order up</source>
        <translation>reihenfolge nach oben</translation>
    </message>
    <message>
        <source>Change order</source>
        <translation>Reihenfolge ändern</translation>
    </message>
    <message>
        <source>Move the state behind its neighbour</source>
        <translation>Zustand hinter seinen Nachbarn setzen</translation>
    </message>
    <message>
        <source>order down</source>
        <translation>reihenfolge nach unten</translation>
    </message>
    <message>
        <source>Show all of the picture</source>
        <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
        <source>zoom whole</source>
        <translation>zoom ganz</translation>
    </message>
    <message>
        <source>back revert</source>
        <translation>zurück widerrufen</translation>
    </message>
    <message>
        <source>Redo the change of the definition</source>
        <translation>Änderung der Definition wiederherstellen</translation>
    </message>
    <message>
        <source>forward again</source>
        <translation>vorwärts wieder</translation>
    </message>
    <message>
        <source>Publish the workflow</source>
        <translation>Ablauf veröffentlichen</translation>
    </message>
    <message>
        <source>save version file</source>
        <translation>speichern version datei</translation>
    </message>
    <message>
        <source>The definition could not be read.</source>
        <translation>Die Definition konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The text is as you left it.</source>
        <translation>Der Text ist so, wie Sie ihn verlassen haben.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>zoom of the picture in percent</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Workflow designer</source>
        <translation>Ablauf-Designer</translation>
    </message>
    <message>
        <source>The list of workflows could not be read.</source>
        <translation>Die Liste der Abläufe konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No workflows yet</source>
        <translation>Noch keine Abläufe</translation>
    </message>
    <message>
        <source>Draw one: states, what leads from one to the next, and who does the work.</source>
        <translation>Zeichnen Sie einen: Zustände, was vom einen zum nächsten führt und wer die Arbeit tut.</translation>
    </message>
    <message>
        <source>%1, current</source>
        <extracomment>%1 is a version</extracomment>
        <translation>%1, aktuell</translation>
    </message>
    <message>
        <source>%1, retired</source>
        <extracomment>%1 is a version</extracomment>
        <translation>%1, zurückgezogen</translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>Open another workflow</source>
        <translation>Anderen Ablauf öffnen</translation>
    </message>
    <message>
        <source>Your changes of %1 are not published. They are lost when another one is opened.</source>
        <translation>Ihre Änderungen an %1 sind nicht veröffentlicht. Sie gehen verloren, wenn ein anderer geöffnet wird.</translation>
    </message>
    <message>
        <source>Open, lose the changes</source>
        <translation>Öffnen, Änderungen verwerfen</translation>
    </message>
    <message>
        <source>The workflow could not be read.</source>
        <translation>Der Ablauf konnte nicht gelesen werden.</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message>
        <source>Not published</source>
        <translation>Nicht veröffentlicht</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Only an administrator can publish. You can draw and try it here.</source>
        <translation>Veröffentlichen kann nur die Verwaltung. Zeichnen und ausprobieren können Sie hier.</translation>
    </message>
    <message>
        <source>The definition has errors.</source>
        <translation>Die Definition enthält Fehler.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>There is nothing to redo.</source>
        <translation>Es gibt nichts wiederherzustellen.</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <extracomment>%1 names a change of a definition: &quot;Rename state&quot;</extracomment>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <extracomment>%1 names a change of a definition: &quot;Rename state&quot;</extracomment>
        <translation>Wiederherstellen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1:%2  %3</source>
        <extracomment>a finding: %1 and %2 line and column, %3 what is wrong</extracomment>
        <translation>%1:%2  %3</translation>
    </message>
    <message>
        <source>Error in line %1: %2</source>
        <translation>Fehler in Zeile %1: %2</translation>
    </message>
    <message>
        <source>Warning in line %1: %2</source>
        <translation>Warnung in Zeile %1: %2</translation>
    </message>
    <message>
        <source>Add state</source>
        <translation>Zustand hinzufügen</translation>
    </message>
    <message>
        <source>Nothing leads on from a final or history state.</source>
        <translation>Von einem End- oder Verlaufszustand führt nichts weiter.</translation>
    </message>
    <message>
        <source>Add transition</source>
        <translation>Übergang hinzufügen</translation>
    </message>
    <message>
        <source>Remove transition</source>
        <translation>Übergang entfernen</translation>
    </message>
    <message>
        <source>%1 goes with all that leads from it.</source>
        <translation>%1 verschwindet mit allem, was von dort wegführt.</translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) inside go with it.</source>
        <translation>
            <numerusform>%n Zustand darin verschwindet mit.</numerusform>
            <numerusform>%n Zustände darin verschwinden mit.</numerusform>
        </translation>
    </message>
    <message>
        <source>These transitions lead to it and go too:</source>
        <translation>Diese Übergänge führen dorthin und verschwinden auch:</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiterer</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove state</source>
        <translation>Zustand entfernen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>New workflow</source>
        <translation>Neuer Ablauf</translation>
    </message>
    <message>
        <source>Begin anew, lose the changes</source>
        <translation>Neu beginnen, Änderungen verwerfen</translation>
    </message>
    <message>
        <source>The workflow could not be checked.</source>
        <translation>Der Ablauf konnte nicht geprüft werden.</translation>
    </message>
    <message>
        <source>The workflow can&apos;t be published yet.</source>
        <translation>Der Ablauf kann noch nicht veröffentlicht werden.</translation>
    </message>
    <message>
        <source>Publish as a new version</source>
        <extracomment>%1 and %2 are versions</extracomment>
        <translation>Als neue Version veröffentlichen</translation>
    </message>
    <message>
        <source>Version %1 is published with other content, and what is published never changes. What runs stays on its version; what begins from now on begins with %2.</source>
        <translation>Version %1 ist mit anderem Inhalt veröffentlicht, und Veröffentlichtes ändert sich nie. Was läuft, bleibt auf seiner Version; was von nun an beginnt, beginnt mit %2.</translation>
    </message>
    <message>
        <source>Publish as %1</source>
        <extracomment>%1 is a version</extracomment>
        <translation>Als %1 veröffentlichen</translation>
    </message>
    <message>
        <source>Raise version</source>
        <translation>Version erhöhen</translation>
    </message>
    <message>
        <source>The workflow was not published.</source>
        <translation>Der Ablauf wurde nicht veröffentlicht.</translation>
    </message>
    <message>
        <source>Published as version %1.</source>
        <extracomment>%1 is a version</extracomment>
        <translation>Als Version %1 veröffentlicht.</translation>
    </message>
    <message>
        <source>Your unpublished changes of a workflow are back.</source>
        <translation>Ihre unveröffentlichten Änderungen an einem Ablauf sind wieder da.</translation>
    </message>
    <message>
        <source>Changes of the workflow %1 are not published.</source>
        <translation>Änderungen am Ablauf %1 sind nicht veröffentlicht.</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>Bring this version back into use…</source>
        <translation>Diese Version wieder in Gebrauch nehmen…</translation>
    </message>
    <message>
        <source>Retire this version…</source>
        <translation>Diese Version zurückziehen…</translation>
    </message>
    <message>
        <source>This version is not published.</source>
        <translation>Diese Version ist nicht veröffentlicht.</translation>
    </message>
    <message>
        <source>Versions of the workflow…</source>
        <translation>Versionen des Ablaufs…</translation>
    </message>
    <message>
        <source>definition withdraw end bring back</source>
        <translation>Definition zurücknehmen beenden wieder</translation>
    </message>
    <message>
        <source>retire current history move runs</source>
        <translation>zurückziehen aktuell Verlauf verschieben Läufe</translation>
    </message>
</context>
<context>
    <name>hs::ui::DetailHead</name>
    <message>
        <source>Keep the claim</source>
        <translation>Annahme behalten</translation>
    </message>
    <message>
        <source>Changes the priority</source>
        <translation>Ändert die Priorität</translation>
    </message>
    <message>
        <source>Change the priority</source>
        <translation>Priorität ändern</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Snoozed until %1</source>
        <extracomment>%1 is a moment.</extracomment>
        <translation>Zurückgestellt bis %1</translation>
    </message>
    <message>
        <source>Nobody has claimed it</source>
        <comment>state of an escalation</comment>
        <translation>Niemand hat den Fall angenommen</translation>
    </message>
    <message>
        <source>Claimed by you</source>
        <translation>Von Ihnen angenommen</translation>
    </message>
    <message>
        <source>Claimed by %1</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>Angenommen von %1</translation>
    </message>
    <message>
        <source>waits on client, clocks stand still</source>
        <translation>wartet auf Kundschaft, die Fristen stehen still</translation>
    </message>
    <message>
        <source>to respond, was due %1</source>
        <comment>%1 is a moment</comment>
        <translation>zum Antworten, war fällig %1</translation>
    </message>
    <message>
        <source>to decide, was due %1</source>
        <comment>%1 is a moment</comment>
        <translation>zum Entscheiden, war fällig %1</translation>
    </message>
    <message>
        <source>left to respond, due %1</source>
        <comment>%1 is a moment</comment>
        <translation>bleiben zum Antworten, fällig %1</translation>
    </message>
    <message>
        <source>left to decide, due %1</source>
        <comment>%1 is a moment</comment>
        <translation>bleiben zum Entscheiden, fällig %1</translation>
    </message>
    <message>
        <source>%1 to decide</source>
        <comment>%1 is a running clock</comment>
        <translation>%1 zum Entscheiden</translation>
    </message>
    <message>
        <source>%1 to respond</source>
        <comment>%1 is a running clock</comment>
        <translation>%1 zum Antworten</translation>
    </message>
    <message>
        <source>decided %1</source>
        <comment>%1 is a moment</comment>
        <translation>entschieden %1</translation>
    </message>
    <message>
        <source>Claim ends in %1</source>
        <comment>%1 is a running clock</comment>
        <translation>Annahme endet in %1</translation>
    </message>
    <message>
        <source>Claim lasts %1 more</source>
        <comment>%1 is a running clock</comment>
        <translation>Annahme gilt noch %1</translation>
    </message>
    <message>
        <source>Your claim ends in %1</source>
        <comment>%1 is a duration</comment>
        <translation>Ihre Annahme endet in %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::DetailsBox</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>hs::ui::DockTitleBar</name>
    <message>
        <source>Expand</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close %1</source>
        <extracomment>%1 is the title of a dock</extracomment>
        <translation>%1 schließen</translation>
    </message>
    <message>
        <source>Expand %1</source>
        <extracomment>%1 is the title of a dock</extracomment>
        <translation>%1 vergrößern</translation>
    </message>
    <message>
        <source>Back to the layout</source>
        <translation>Zurück zur Anordnung</translation>
    </message>
</context>
<context>
    <name>hs::ui::DocumentModel</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n Seite</numerusform>
            <numerusform>%n Seiten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n Passage</numerusform>
            <numerusform>%n Passagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Reported as outdated: %1</source>
        <translation>Als veraltet gemeldet: %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::DraftDialog</name>
    <message>
        <source>Ask %1 for a draft</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>%1 um einen Entwurf bitten</translation>
    </message>
    <message>
        <source>A language model writes it from this conversation and what the studio knows. Nothing is sent.</source>
        <translation>Ein Sprachmodell schreibt ihn aus diesem Gespräch und dem, was das Studio weiß. Gesendet wird nichts.</translation>
    </message>
    <message>
        <source>No language model is set up, so the draft is made by rules. Nothing is sent.</source>
        <translation>Kein Sprachmodell ist eingerichtet; der Entwurf entsteht daher nach Regeln. Gesendet wird nichts.</translation>
    </message>
    <message>
        <source>For example: offer Thursday, and be brief</source>
        <translation>Zum Beispiel: Donnerstag anbieten, und kurz fassen</translation>
    </message>
    <message>
        <source>Anything it should heed? (optional)</source>
        <translation>Soll er etwas beachten? (freiwillig)</translation>
    </message>
    <message>
        <source>Ask for the draft</source>
        <translation>Um den Entwurf bitten</translation>
    </message>
</context>
<context>
    <name>hs::ui::DropVeil</name>
    <message>
        <source>Let go to add it to Knowledge</source>
        <translation>Loslassen, um es zum Wissen hinzuzufügen</translation>
    </message>
    <message>
        <source>Folders are watched, files and web pages are read again when they change.</source>
        <translation>Ordner werden beobachtet, Dateien und Webseiten bei Änderungen neu gelesen.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Duration</name>
    <message>
        <source>%1 h %2 min</source>
        <extracomment>hours and minutes, short: &quot;2 h 32 min&quot;</extracomment>
        <translation>%1 Std. %2 Min.</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <extracomment>days and hours, short: &quot;3 d 4 h&quot;</extracomment>
        <translation>%1 T. %2 Std.</translation>
    </message>
    <message>
        <source>now</source>
        <extracomment>how long ago: less than a minute</extracomment>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>%1 min</source>
        <extracomment>minutes, short</extracomment>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>%1 h</source>
        <extracomment>hours, short</extracomment>
        <translation>%1 Std.</translation>
    </message>
    <message>
        <source>%1 d</source>
        <extracomment>days, short</extracomment>
        <translation>%1 T.</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 hours, %2 minutes: &quot;2 hours 32 minutes&quot;</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 ms</source>
        <extracomment>milliseconds</extracomment>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <extracomment>seconds with one decimal</extracomment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <extracomment>%1 is a time of day</extracomment>
        <translation>gestern %1</translation>
    </message>
    <message>
        <source>tomorrow %1</source>
        <extracomment>%1 is a time of day</extracomment>
        <translation>morgen %1</translation>
    </message>
    <message>
        <source>d MMM</source>
        <extracomment>date without a year, as QLocale formats it: &quot;9 Mar&quot;</extracomment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <extracomment>date with its year, as QLocale formats it</extracomment>
        <translation>d. MMM yyyy</translation>
    </message>
</context>
<context>
    <name>hs::ui::EffectsList</name>
    <message>
        <source>What approving does</source>
        <translation>Was die Freigabe bewirkt</translation>
    </message>
    <message>
        <source>Nothing leaves the console.</source>
        <translation>Nichts verlässt die Konsole.</translation>
    </message>
    <message>
        <source>after %1</source>
        <extracomment>%1 is a duration: how long an effect can still be undone.</extracomment>
        <translation>nach %1</translation>
    </message>
    <message>
        <source>Waits as a draft: no channel is set up.</source>
        <extracomment>An effect that cannot leave yet; %1 says why.</extracomment>
        <translation>Wartet als Entwurf: es ist kein Kanal eingerichtet.</translation>
    </message>
    <message>
        <source>Waits as a draft: %1</source>
        <translation>Wartet als Entwurf: %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::EngineError</name>
    <message>
        <source>The engine did not accept this input.</source>
        <translation>Der Kern hat diese Eingabe nicht angenommen.</translation>
    </message>
    <message>
        <source>Nobody is signed in, or the PIN is wrong.</source>
        <translation>Niemand ist angemeldet, oder die PIN stimmt nicht.</translation>
    </message>
    <message>
        <source>Your role does not allow this.</source>
        <translation>Ihre Rolle erlaubt das nicht.</translation>
    </message>
    <message>
        <source>This is no longer there.</source>
        <translation>Das ist nicht mehr da.</translation>
    </message>
    <message>
        <source>Something changed in the meantime.</source>
        <translation>Inzwischen hat sich etwas geändert.</translation>
    </message>
    <message>
        <source>That was too much at once.</source>
        <translation>Das war zu viel auf einmal.</translation>
    </message>
    <message>
        <source>This part is not available just now.</source>
        <translation>Dieser Teil ist gerade nicht verfügbar.</translation>
    </message>
    <message>
        <source>There was no answer in time.</source>
        <translation>Es kam keine rechtzeitige Antwort.</translation>
    </message>
    <message>
        <source>This was cancelled.</source>
        <translation>Das wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The disk is full, so nothing can be saved.</source>
        <translation>Der Datenträger ist voll; es kann nichts gespeichert werden.</translation>
    </message>
    <message>
        <source>The stored data is damaged.</source>
        <translation>Die gespeicherten Daten sind beschädigt.</translation>
    </message>
    <message>
        <source>The engine failed in an unexpected way.</source>
        <translation>Der Kern ist auf unerwartete Weise gescheitert.</translation>
    </message>
    <message>
        <source>Check the values and try again.</source>
        <translation>Prüfen Sie die Werte und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Sign in and try again.</source>
        <translation>Melden Sie sich an und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Ask an administrator, who can change your role in the settings.</source>
        <translation>Bitten Sie die Verwaltung, Ihre Rolle in den Einstellungen zu ändern.</translation>
    </message>
    <message>
        <source>Refresh the view.</source>
        <translation>Aktualisieren Sie die Ansicht.</translation>
    </message>
    <message>
        <source>Look at what is new, then decide again.</source>
        <translation>Sehen Sie sich das Neue an und entscheiden Sie dann erneut.</translation>
    </message>
    <message>
        <source>Wait a moment and try again.</source>
        <translation>Warten Sie einen Moment und versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es erneut.</translation>
    </message>
    <message>
        <source>Start it again if you still need it.</source>
        <translation>Beginnen Sie noch einmal, wenn Sie es noch brauchen.</translation>
    </message>
    <message>
        <source>Free some space on the disk, then try again.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger und versuchen Sie es dann erneut.</translation>
    </message>
    <message>
        <source>Run “higherself-console check”, and restore a backup if it finds damage.</source>
        <translation>Führen Sie „higherself-console check“ aus und spielen Sie eine Sicherung ein, falls es Schäden findet.</translation>
    </message>
    <message>
        <source>Try again, and copy the details if it happens once more.</source>
        <translation>Versuchen Sie es erneut, und kopieren Sie die Einzelheiten, falls es wieder geschieht.</translation>
    </message>
</context>
<context>
    <name>hs::ui::EngineWords</name>
    <message>
        <source>no outgoing mail is set up</source>
        <translation>es ist kein E-Mail-Versand eingerichtet</translation>
    </message>
    <message>
        <source>no Slack channel is set up</source>
        <translation>es ist kein Slack-Kanal eingerichtet</translation>
    </message>
    <message>
        <source>agents may only draft until a person switches autopilot on</source>
        <translation>Agenten dürfen nur entwerfen, bis ein Mensch den Autopiloten einschaltet</translation>
    </message>
    <message>
        <source>taken back by %1</source>
        <translation>von %1 zurückgenommen</translation>
    </message>
    <message>
        <source>the channel answered %1</source>
        <translation>der Kanal antwortete %1</translation>
    </message>
    <message>
        <source>no channel for &quot;%1&quot; is set up</source>
        <translation>für „%1“ ist kein Kanal eingerichtet</translation>
    </message>
    <message>
        <source>%1: held, then sent</source>
        <translation>%1: wartet noch, geht dann hinaus</translation>
    </message>
    <message>
        <source>%1: cancelled</source>
        <translation>%1: abgebrochen</translation>
    </message>
    <message>
        <source>%1: a draft again</source>
        <translation>%1: wieder ein Entwurf</translation>
    </message>
    <message>
        <source>Sends the reply to %1 by e-mail</source>
        <translation>Schickt die Antwort per E-Mail an %1</translation>
    </message>
    <message>
        <source>the signature is missing</source>
        <translation>die Signatur fehlt</translation>
    </message>
    <message>
        <source>the signature does not match</source>
        <translation>die Signatur stimmt nicht</translation>
    </message>
    <message>
        <source>the signature is older than 300 seconds</source>
        <translation>die Signatur ist älter als 300 Sekunden</translation>
    </message>
    <message>
        <source>the signature lies more than 300 seconds in the future</source>
        <translation>die Signatur liegt mehr als 300 Sekunden in der Zukunft</translation>
    </message>
    <message>
        <source>the signature is not hexadecimal</source>
        <translation>die Signatur ist nicht hexadezimal</translation>
    </message>
    <message>
        <source>the signature is not base 64</source>
        <translation>die Signatur ist nicht in Base64</translation>
    </message>
    <message>
        <source>the signature has not the length of a SHA-256</source>
        <translation>die Signatur ist nicht so lang wie ein SHA-256</translation>
    </message>
    <message>
        <source>a verification token came, but none is awaited</source>
        <translation>ein Prüfwort kam, aber keines wird erwartet</translation>
    </message>
    <message>
        <source>the verification token has not the length of one</source>
        <translation>das Prüfwort hat nicht die richtige Länge</translation>
    </message>
    <message>
        <source>the delivery names no topic</source>
        <translation>die Zustellung nennt kein Thema</translation>
    </message>
    <message>
        <source>the %1 document lacks what its type promises</source>
        <translation>dem Dokument von %1 fehlt, was seine Art verspricht</translation>
    </message>
    <message>
        <source>this source does not deliver this content type</source>
        <translation>diese Quelle liefert diese Inhaltsart nicht</translation>
    </message>
    <message>
        <source>this source signs its deliveries; it has no address with a token</source>
        <translation>diese Quelle signiert ihre Zustellungen; sie hat keine Adresse mit Kennwort</translation>
    </message>
    <message>
        <source>this source is paused</source>
        <translation>diese Quelle ist pausiert</translation>
    </message>
    <message>
        <source>the store cannot take deliveries now</source>
        <translation>der Speicher kann gerade keine Zustellungen annehmen</translation>
    </message>
    <message>
        <source>there is no source of this name</source>
        <translation>es gibt keine Quelle dieses Namens</translation>
    </message>
    <message>
        <source>deliveries are made with POST</source>
        <translation>Zustellungen kommen mit POST</translation>
    </message>
    <message>
        <source>the body is longer than %1 bytes</source>
        <translation>der Inhalt ist länger als %1 Bytes</translation>
    </message>
    <message>
        <source>more than %1 deliveries a minute</source>
        <translation>mehr als %1 Zustellungen in der Minute</translation>
    </message>
    <message>
        <source>A delivery to %1 was refused: %2</source>
        <translation>Eine Zustellung an %1 wurde abgewiesen: %2</translation>
    </message>
    <message>
        <source>nothing to do</source>
        <translation>nichts zu tun</translation>
    </message>
    <message>
        <source>An event of %1 could not be handled: %2</source>
        <translation>Ein Ereignis von %1 konnte nicht verarbeitet werden: %2</translation>
    </message>
    <message>
        <source>An event of %1 is tried again</source>
        <translation>Ein Ereignis von %1 wird noch einmal versucht</translation>
    </message>
    <message>
        <source>A delivery of %1 is processed once more</source>
        <translation>Eine Zustellung von %1 wird noch einmal verarbeitet</translation>
    </message>
    <message>
        <source>A message is delivered again</source>
        <translation>Eine Nachricht wird noch einmal zugestellt</translation>
    </message>
    <message>
        <source>The event %1 is unknown: a person looks at it.</source>
        <translation>Das Ereignis %1 ist unbekannt: Ein Mensch sieht es sich an.</translation>
    </message>
    <message>
        <source>%1 acknowledged %2 for %3 and made a task.</source>
        <translation>%1 bestätigte %2 für %3 und legte eine Aufgabe an.</translation>
    </message>
    <message>
        <source>A person decides: %1</source>
        <translation>Ein Mensch entscheidet: %1</translation>
    </message>
    <message>
        <source>Order %1 is %2.</source>
        <translation>Bestellung %1 ist %2.</translation>
    </message>
    <message>
        <source>Task made: %1.</source>
        <translation>Aufgabe angelegt: %1.</translation>
    </message>
    <message>
        <source>Planned for %1: %2.</source>
        <translation>Geplant für %1: %2.</translation>
    </message>
    <message>
        <source>Acknowledged to %1.</source>
        <translation>%1 eine Bestätigung geschickt.</translation>
    </message>
    <message>
        <source>Everything is in stock.</source>
        <translation>Alles ist vorrätig.</translation>
    </message>
    <message>
        <source>Nothing was drafted for %1: %2.</source>
        <translation>Für %1 wurde nichts entworfen: %2.</translation>
    </message>
    <message>
        <source>No time held. %1</source>
        <translation>Kein Termin vorgemerkt. %1</translation>
    </message>
    <message>
        <source>Held %1, %2.</source>
        <translation>%1 vorgemerkt, %2.</translation>
    </message>
    <message>
        <source>%1 took note of %2</source>
        <translation>%1 nahm %2 zur Kenntnis</translation>
    </message>
    <message>
        <source>%1 read the request.</source>
        <translation>%1 las die Anfrage.</translation>
    </message>
    <message>
        <source>%1 read the request: %2.</source>
        <translation>%1 las die Anfrage: %2.</translation>
    </message>
    <message>
        <source>%1: level %2, %3 (%4).</source>
        <translation>%1: Stufe %2, %3 (%4).</translation>
    </message>
    <message>
        <source>Drafted an answer to %1.</source>
        <translation>Antwort an %1 entworfen.</translation>
    </message>
    <message>
        <source>The studio is told: %1</source>
        <translation>Das Studio erfährt: %1</translation>
    </message>
    <message>
        <source>Order %1 is booked: lifetime value %2.</source>
        <translation>Bestellung %1 ist gebucht: Gesamtwert %2.</translation>
    </message>
    <message>
        <source>%1: approve</source>
        <translation>%1: freigegeben</translation>
    </message>
    <message>
        <source>%1: edit</source>
        <translation>%1: bearbeitet und freigegeben</translation>
    </message>
    <message>
        <source>%1: reject</source>
        <translation>%1: abgelehnt</translation>
    </message>
    <message>
        <source>%1: hand_back</source>
        <translation>%1: an den Agenten zurückgegeben</translation>
    </message>
    <message>
        <source>%1: approve taken back</source>
        <translation>%1: Freigabe zurückgenommen</translation>
    </message>
    <message>
        <source>%1: edit taken back</source>
        <translation>%1: bearbeitete Freigabe zurückgenommen</translation>
    </message>
    <message>
        <source>%1: reject taken back</source>
        <translation>%1: Ablehnung zurückgenommen</translation>
    </message>
    <message>
        <source>%1: hand_back taken back</source>
        <translation>%1: Rückgabe zurückgenommen</translation>
    </message>
    <message>
        <source>%1 is done (approve)</source>
        <translation>%1 ist erledigt (freigegeben)</translation>
    </message>
    <message>
        <source>%1 is done (edit)</source>
        <translation>%1 ist erledigt (bearbeitet und freigegeben)</translation>
    </message>
    <message>
        <source>%1 is done (reject)</source>
        <translation>%1 ist erledigt (abgelehnt)</translation>
    </message>
    <message>
        <source>%1 is done (hand_back)</source>
        <translation>%1 ist erledigt (zurückgegeben)</translation>
    </message>
    <message>
        <source>%1: another reply was proposed</source>
        <translation>%1: eine andere Antwort wurde vorgeschlagen</translation>
    </message>
    <message>
        <source>%1 taken over from %2</source>
        <translation>%1 von %2 übernommen</translation>
    </message>
    <message>
        <source>%1 claimed</source>
        <translation>%1 angenommen</translation>
    </message>
    <message>
        <source>%1 released</source>
        <translation>%1 zurückgelegt</translation>
    </message>
    <message>
        <source>%1 snoozed until %2</source>
        <translation>%1 zurückgestellt bis %2</translation>
    </message>
    <message>
        <source>%1 woken</source>
        <translation>%1 zurückgeholt</translation>
    </message>
    <message>
        <source>%1: the clocks wait for the client</source>
        <translation>%1: die Uhren warten auf die Kundschaft</translation>
    </message>
    <message>
        <source>%1: the clocks run again</source>
        <translation>%1: die Uhren laufen wieder</translation>
    </message>
    <message>
        <source>%1: the snooze is over</source>
        <translation>%1: nicht mehr zurückgestellt</translation>
    </message>
    <message>
        <source>%1 came back from %2 after an idle lease</source>
        <translation>%1 kam von %2 zurück, weil nichts geschah</translation>
    </message>
    <message>
        <source>%1: half of the time is gone</source>
        <translation>%1: die halbe Frist ist vorbei</translation>
    </message>
    <message>
        <source>%1 is overdue; no backup person is named</source>
        <translation>%1 ist überfällig; keine Vertretung ist benannt</translation>
    </message>
    <message>
        <source>%1 is overdue; called %2</source>
        <translation>%1 ist überfällig; %2 wurde gerufen</translation>
    </message>
    <message>
        <source>%1 is overdue by its whole time; everyone was called</source>
        <translation>%1 ist um die ganze Frist überfällig; alle wurden gerufen</translation>
    </message>
    <message>
        <source>%1 is no longer needed</source>
        <translation>%1 wird nicht mehr gebraucht</translation>
    </message>
    <message>
        <source>Policy allows it</source>
        <translation>Unsere Regeln erlauben es</translation>
    </message>
    <message>
        <source>Goodwill</source>
        <translation>Kulanz</translation>
    </message>
    <message>
        <source>Our mistake</source>
        <translation>Unser Fehler</translation>
    </message>
    <message>
        <source>Outside our policy</source>
        <translation>Gegen unsere Regeln</translation>
    </message>
    <message>
        <source>Not enough information</source>
        <translation>Zu wenig bekannt</translation>
    </message>
    <message>
        <source>Handled by phone</source>
        <translation>Am Telefon geklärt</translation>
    </message>
    <message>
        <source>%1 assigned to nobody</source>
        <translation>%1 niemandem zugewiesen</translation>
    </message>
    <message>
        <source>%1 assigned to %2</source>
        <translation>%1 an %2 zugewiesen</translation>
    </message>
    <message>
        <source>%1: %2 → %3 (taken back)</source>
        <translation>%1: %2 → %3 (zurückgenommen)</translation>
    </message>
    <message>
        <source>%1: %2 failed: %3</source>
        <translation>%1: %2 misslang: %3</translation>
    </message>
    <message>
        <source>%1 cancelled</source>
        <translation>%1 abgebrochen</translation>
    </message>
    <message>
        <source>%1 is due</source>
        <translation>%1 ist fällig</translation>
    </message>
    <message>
        <source>Reply in %1</source>
        <translation>Antwort in %1</translation>
    </message>
    <message>
        <source>%1: taken over</source>
        <translation>%1: übernommen</translation>
    </message>
    <message>
        <source>%1: handed back to the agent</source>
        <translation>%1: an den Agenten zurückgegeben</translation>
    </message>
    <message>
        <source>%1: snoozed</source>
        <translation>%1: zurückgestellt</translation>
    </message>
    <message>
        <source>%1: woken</source>
        <translation>%1: zurückgeholt</translation>
    </message>
    <message>
        <source>%1: closed</source>
        <translation>%1: geschlossen</translation>
    </message>
    <message>
        <source>All agents: paused</source>
        <translation>Alle Agenten: pausiert</translation>
    </message>
    <message>
        <source>All agents: resumed</source>
        <translation>Alle Agenten: wieder an der Arbeit</translation>
    </message>
    <message>
        <source>All agents: autopilot</source>
        <translation>Alle Agenten: Autopilot</translation>
    </message>
    <message>
        <source>All agents: drafts only</source>
        <translation>Alle Agenten: nur Entwürfe</translation>
    </message>
    <message>
        <source>%1: paused</source>
        <translation>%1: pausiert</translation>
    </message>
    <message>
        <source>%1: resumed</source>
        <translation>%1: wieder an der Arbeit</translation>
    </message>
    <message>
        <source>%1: autopilot</source>
        <translation>%1: Autopilot</translation>
    </message>
    <message>
        <source>%1: drafts only</source>
        <translation>%1: nur Entwürfe</translation>
    </message>
    <message>
        <source>%1: To Do</source>
        <translation>%1: zu tun</translation>
    </message>
    <message>
        <source>%1: In Progress</source>
        <translation>%1: in Arbeit</translation>
    </message>
    <message>
        <source>%1: On Hold</source>
        <translation>%1: ruht</translation>
    </message>
    <message>
        <source>%1: Done</source>
        <translation>%1: erledigt</translation>
    </message>
    <message>
        <source>%1: Cancelled</source>
        <translation>%1: abgebrochen</translation>
    </message>
    <message>
        <source>%1 created</source>
        <translation>%1 angelegt</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>every studio has a business</source>
        <translation>jedes Studio hat ein Geschäft</translation>
    </message>
    <message>
        <source>%1 works at this desk</source>
        <translation>%1 arbeitet an diesem Platz</translation>
    </message>
    <message>
        <source>%1 sat down at the desk</source>
        <translation>%1 setzte sich an den Platz</translation>
    </message>
    <message>
        <source>API key &quot;%1&quot; made</source>
        <translation>API-Schlüssel „%1“ angelegt</translation>
    </message>
    <message>
        <source>API key &quot;%1&quot; revoked</source>
        <translation>API-Schlüssel „%1“ entzogen</translation>
    </message>
    <message>
        <source>A backup was asked for</source>
        <translation>Eine Sicherung wurde verlangt</translation>
    </message>
    <message>
        <source>Settings changed: %1</source>
        <translation>Einstellungen geändert: %1</translation>
    </message>
    <message>
        <source>%1 replaced; the old one stays valid</source>
        <translation>%1 ersetzt; der alte Wert gilt weiter</translation>
    </message>
    <message>
        <source>%1 paused</source>
        <translation>%1 pausiert</translation>
    </message>
    <message>
        <source>%1 resumed</source>
        <translation>%1 wieder aufgenommen</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>%1 entfernt</translation>
    </message>
    <message>
        <source>Law, data protection or security: a person answers.</source>
        <translation>Recht, Datenschutz oder Sicherheit: Ein Mensch antwortet.</translation>
    </message>
    <message>
        <source>Health, safety or distress: a person answers at once.</source>
        <translation>Gesundheit, Sicherheit oder Not: Ein Mensch antwortet sofort.</translation>
    </message>
    <message>
        <source>A VIP reports that something went wrong: a person answers.</source>
        <translation>Ein VIP meldet, dass etwas schiefging: Ein Mensch antwortet.</translation>
    </message>
    <message>
        <source>A dispute: money over the limit, doubt about a work, a threat, or a third contact on one matter.</source>
        <translation>Ein Streit: Geld über der Grenze, Zweifel an einem Werk, eine Drohung oder die dritte Meldung in einer Sache.</translation>
    </message>
    <message>
        <source>An exception, a discount or the press: only a person may decide.</source>
        <translation>Eine Ausnahme, ein Nachlass oder die Presse: Nur ein Mensch darf entscheiden.</translation>
    </message>
    <message>
        <source>Several people cannot work: a person answers, and the fault is treated as one that touches the business.</source>
        <translation>Mehrere können nicht arbeiten: Ein Mensch antwortet, und der Fehler gilt als einer, der das Geschäft trifft.</translation>
    </message>
    <message>
        <source>Strong displeasure about something delivered: service recovery by the whole network.</source>
        <translation>Großer Unmut über etwas Geliefertes: Das ganze Netz bringt es in Ordnung.</translation>
    </message>
    <message>
        <source>A VIP or a high value begins something new: high-value onboarding.</source>
        <translation>Ein VIP oder ein hoher Wert beginnt etwas Neues: Aufnahme mit besonderer Sorgfalt.</translation>
    </message>
    <message>
        <source>Five agents or more are needed: the whole network answers.</source>
        <translation>Fünf oder mehr Agenten sind nötig: Das ganze Netz antwortet.</translation>
    </message>
    <message>
        <source>Three or four agents are needed: they are coordinated.</source>
        <translation>Drei oder vier Agenten sind nötig: Sie werden abgestimmt.</translation>
    </message>
    <message>
        <source>One or two agents can answer.</source>
        <translation>Ein oder zwei Agenten können antworten.</translation>
    </message>
    <message>
        <source>%1 wrote through %2. %3</source>
        <translation>%1 schrieb über %2. %3</translation>
    </message>
    <message>
        <source>The workflow asks for a person.</source>
        <translation>Der Ablauf verlangt einen Menschen.</translation>
    </message>
    <message>
        <source>Client since</source>
        <translation>Kundschaft seit</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Lifetime value</source>
        <translation>Gesamtwert</translation>
    </message>
    <message>
        <source>Tier</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Consent to mail</source>
        <translation>Einwilligung in E-Mails</translation>
    </message>
    <message>
        <source>Open matters</source>
        <translation>Offene Anliegen</translation>
    </message>
    <message>
        <source>Feeling</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>Geschäft</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>Aktenzeichen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Care</source>
        <translation>Sorgfalt</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>not known to the studio</source>
        <translation>dem Studio nicht bekannt</translation>
    </message>
    <message>
        <source>none noted</source>
        <translation>keine vermerkt</translation>
    </message>
    <message>
        <source>standard (nothing else is noted)</source>
        <translation>Standard (nichts anderes ist vermerkt)</translation>
    </message>
    <message>
        <source>given %1</source>
        <translation>erteilt %1</translation>
    </message>
    <message>
        <source>withdrawn %1</source>
        <translation>widerrufen %1</translation>
    </message>
    <message>
        <source>The business was not named; the default one is assumed.</source>
        <translation>Das Geschäft wurde nicht genannt; das voreingestellte wird angenommen.</translation>
    </message>
    <message>
        <source>High-value sales, provenance, commissions, collectors.</source>
        <translation>Hochwertige Verkäufe, Herkunft, Aufträge, Sammlungen.</translation>
    </message>
    <message>
        <source>Health and safety, certificates, health data; never medical advice.</source>
        <translation>Gesundheit und Sicherheit, Bescheinigungen, Gesundheitsdaten; nie medizinischer Rat.</translation>
    </message>
    <message>
        <source>Confidentiality, fit of expertise, long engagements.</source>
        <translation>Vertraulichkeit, passendes Fachwissen, lange Aufträge.</translation>
    </message>
    <message>
        <source>Budgets, suppliers, site safety.</source>
        <translation>Budgets, Lieferanten, Sicherheit auf der Baustelle.</translation>
    </message>
    <message>
        <source>Discretion, group scheduling, reports.</source>
        <translation>Diskretion, Gruppentermine, Berichte.</translation>
    </message>
    <message>
        <source>Data of minors, certificates.</source>
        <translation>Daten Minderjähriger, Bescheinigungen.</translation>
    </message>
    <message>
        <source>Incidents, access.</source>
        <translation>Störungen, Zugänge.</translation>
    </message>
    <message>
        <source>%1 The amount is above the high-value mark of %2.</source>
        <translation>%1 Der Betrag liegt über der Marke für hohe Werte von %2.</translation>
    </message>
    <message>
        <source>A legal claim, personal data or security may be touched.</source>
        <translation>Ein Rechtsanspruch, persönliche Daten oder die Sicherheit können berührt sein.</translation>
    </message>
    <message>
        <source>Check the facts, involve legal advice where needed, then answer. Promise nothing before.</source>
        <translation>Die Tatsachen prüfen, wo nötig Rechtsrat einholen, dann antworten. Vorher nichts versprechen.</translation>
    </message>
    <message>
        <source>Somebody&apos;s health or safety may be at stake.</source>
        <translation>Jemandes Gesundheit oder Sicherheit kann auf dem Spiel stehen.</translation>
    </message>
    <message>
        <source>Call the person first, note what happened and when, then write.</source>
        <translation>Zuerst anrufen, festhalten, was wann geschah, dann schreiben.</translation>
    </message>
    <message>
        <source>A valued client may leave.</source>
        <translation>Geschätzte Kundschaft könnte gehen.</translation>
    </message>
    <message>
        <source>Find out what went wrong, then answer personally.</source>
        <translation>Herausfinden, was schiefging, dann persönlich antworten.</translation>
    </message>
    <message>
        <source>Money, a work or the studio&apos;s name is in dispute.</source>
        <translation>Geld, ein Werk oder der Name des Studios ist strittig.</translation>
    </message>
    <message>
        <source>Compare the claim with the records, decide, and tell the client the reasons.</source>
        <translation>Die Forderung mit den Unterlagen vergleichen, entscheiden und die Gründe nennen.</translation>
    </message>
    <message>
        <source>The answer sets an example for others.</source>
        <translation>Die Antwort wird zum Vorbild für andere.</translation>
    </message>
    <message>
        <source>Decide on the exception and say why.</source>
        <translation>Über die Ausnahme entscheiden und sagen, warum.</translation>
    </message>
    <message>
        <source>Several people cannot work: clients may be affected.</source>
        <translation>Mehrere können nicht arbeiten: Kundschaft kann betroffen sein.</translation>
    </message>
    <message>
        <source>Let the fault be mended first, then tell those affected.</source>
        <translation>Zuerst den Fehler beheben lassen, dann die Betroffenen benachrichtigen.</translation>
    </message>
    <message>
        <source>Nobody has answered in substance yet.</source>
        <translation>Noch hat niemand in der Sache geantwortet.</translation>
    </message>
    <message>
        <source>Read the request and answer, with a translation where needed.</source>
        <translation>Die Anfrage lesen und beantworten, wo nötig mit Übersetzung.</translation>
    </message>
    <message>
        <source>Webhook receiver</source>
        <translation>Webhook-Empfang</translation>
    </message>
    <message>
        <source>Website form</source>
        <translation>Website-Formular</translation>
    </message>
    <message>
        <source>Generic webhook</source>
        <translation>Allgemeiner Webhook</translation>
    </message>
    <message>
        <source>Outgoing mail</source>
        <translation>E-Mail-Versand</translation>
    </message>
    <message>
        <source>%1 of %2 a minute</source>
        <translation>%1 von %2 in der Minute</translation>
    </message>
    <message>
        <source>the words of the request</source>
        <translation>die Worte der Anfrage</translation>
    </message>
    <message>
        <source>The decision was taken back; nothing was sent.</source>
        <translation>Die Entscheidung wurde zurückgenommen; nichts wurde gesendet.</translation>
    </message>
    <message>
        <source>there is no agent &quot;%1&quot;</source>
        <translation>es gibt keinen Agenten „%1“</translation>
    </message>
    <message>
        <source>no answer within 30 s</source>
        <translation>keine Antwort innerhalb von 30 s</translation>
    </message>
    <message>
        <source>nobody listens to messages of the type &quot;%1&quot;</source>
        <translation>niemand hört auf Nachrichten der Art „%1“</translation>
    </message>
    <message>
        <source>it failed for the first time</source>
        <translation>es ist zum ersten Mal gescheitert</translation>
    </message>
    <message>
        <source>it has lasted for 15 minutes</source>
        <translation>es dauert schon 15 Minuten an</translation>
    </message>
    <message>
        <source>the same fault came 3 times within 24 hours</source>
        <translation>derselbe Fehler kam 3-mal binnen 24 Stunden</translation>
    </message>
    <message>
        <source>nothing in the program knows this payload</source>
        <translation>nichts im Programm kennt diesen Inhalt</translation>
    </message>
    <message>
        <source>nothing that is sent can arrive</source>
        <translation>nichts Gesendetes kann ankommen</translation>
    </message>
    <message>
        <source>customers are affected (rule R6)</source>
        <translation>Kundschaft ist betroffen (Regel R6)</translation>
    </message>
    <message>
        <source>data is at risk</source>
        <translation>Daten sind in Gefahr</translation>
    </message>
    <message>
        <source>data was at risk</source>
        <translation>Daten waren in Gefahr</translation>
    </message>
    <message>
        <source>it was tried and given up</source>
        <translation>es wurde versucht und aufgegeben</translation>
    </message>
    <message>
        <source>it is tried again</source>
        <translation>es wird erneut versucht</translation>
    </message>
    <message>
        <source>it was kept as it came</source>
        <translation>es wurde aufbewahrt, wie es kam</translation>
    </message>
    <message>
        <source>1 attempt, each later than the one before</source>
        <translation>1 Versuch, jeder später als der vorige</translation>
    </message>
    <message>
        <source>%1 attempts, each later than the one before</source>
        <translation>%1 Versuche, jeder später als der vorige</translation>
    </message>
    <message>
        <source>nothing of the step was done; its input is kept</source>
        <translation>vom Schritt wurde nichts getan; seine Eingabe bleibt aufbewahrt</translation>
    </message>
    <message>
        <source>nothing was started; the next run comes at its time</source>
        <translation>es wurde nichts begonnen; der nächste Lauf kommt zu seiner Zeit</translation>
    </message>
    <message>
        <source>the task is tried again</source>
        <translation>die Aufgabe wird erneut versucht</translation>
    </message>
    <message>
        <source>the message is delivered again</source>
        <translation>die Nachricht wird noch einmal zugestellt</translation>
    </message>
    <message>
        <source>a person was called</source>
        <translation>ein Mensch wurde gerufen</translation>
    </message>
    <message>
        <source>deliveries are refused: %1</source>
        <translation>Zustellungen werden abgewiesen: %1</translation>
    </message>
    <message>
        <source>the sender is told so, and nothing is stored</source>
        <translation>der Absender erfährt es, und nichts wird gespeichert</translation>
    </message>
    <message>
        <source>compare the secret with the sender&apos;s, and set it again</source>
        <translation>das Geheimnis mit dem des Absenders vergleichen und neu setzen</translation>
    </message>
    <message>
        <source>it listens again at the next start</source>
        <translation>beim nächsten Start wird wieder empfangen</translation>
    </message>
    <message>
        <source>senders are asked to try again, and writing is tried every second</source>
        <translation>Absender werden gebeten, es noch einmal zu versuchen, und jede Sekunde wird versucht zu schreiben</translation>
    </message>
    <message>
        <source>senders were asked to try again, and writing was tried every second</source>
        <translation>Absender wurden gebeten, es noch einmal zu versuchen, und jede Sekunde wurde versucht zu schreiben</translation>
    </message>
    <message>
        <source>Nothing: the engine tries again by itself.</source>
        <translation>Nichts: Der Kern versucht es von selbst erneut.</translation>
    </message>
    <message>
        <source>Look at the connection, renew its credentials or call the service.</source>
        <translation>Die Verbindung prüfen, die Zugangsdaten erneuern oder den Dienst anrufen.</translation>
    </message>
    <message>
        <source>Send the export of the audit to whoever maintains the program.</source>
        <translation>Den Export des Protokolls an die senden, die das Programm pflegen.</translation>
    </message>
    <message>
        <source>Tell those affected, keep the work going by hand, and look into the cause afterwards.</source>
        <translation>Die Betroffenen benachrichtigen, die Arbeit von Hand weiterführen und danach der Ursache nachgehen.</translation>
    </message>
    <message>
        <source>look at the run, mend the cause, then retry the step or cancel the workflow</source>
        <translation>den Lauf ansehen, die Ursache beheben, dann den Schritt erneut versuchen oder den Ablauf abbrechen</translation>
    </message>
    <message>
        <source>choose another port in the settings, or end the program that uses it</source>
        <translation>in den Einstellungen einen anderen Port wählen oder das Programm beenden, das ihn benutzt</translation>
    </message>
    <message>
        <source>The store</source>
        <translation>Der Speicher</translation>
    </message>
    <message>
        <source>The receiver</source>
        <translation>Der Empfang</translation>
    </message>
    <message>
        <source>Customers</source>
        <translation>Die Kundschaft</translation>
    </message>
    <message>
        <source>Deliveries of %1</source>
        <translation>Zustellungen von %1</translation>
    </message>
    <message>
        <source>%1 is well again</source>
        <translation>%1: wieder in Ordnung</translation>
    </message>
    <message>
        <source>The receiver does not listen: %1</source>
        <translation>Der Empfang ist gestört: %1</translation>
    </message>
    <message>
        <source>The store could not be written for %1 min: %2</source>
        <translation>In den Speicher ließ sich %1 Min. lang nicht schreiben: %2</translation>
    </message>
    <message>
        <source>Several customers report a failure: %1</source>
        <translation>Aus der Kundschaft wird mehrfach ein Ausfall gemeldet: %1</translation>
    </message>
    <message>
        <source>%1 stopped: %2</source>
        <translation>%1 blieb stehen: %2</translation>
    </message>
    <message>
        <source>%1 started by the clock: %2</source>
        <translation>%1 begann nach Zeitplan: %2</translation>
    </message>
    <message>
        <source>%1: the run waits for the one before it: %2</source>
        <translation>%1: Der Lauf wartet auf den vorigen: %2</translation>
    </message>
    <message>
        <source>%1: a run is left out: %2</source>
        <translation>%1: Ein Lauf entfällt: %2</translation>
    </message>
    <message>
        <source>%1: 1 run was missed: %2</source>
        <translation>%1: 1 Lauf wurde versäumt: %2</translation>
    </message>
    <message>
        <source>%1: %2 runs were missed: %3</source>
        <translation>%1: %2 Läufe wurden versäumt: %3</translation>
    </message>
    <message>
        <source>%1 could not be started by the clock: %2</source>
        <translation>%1 konnte nach Zeitplan nicht beginnen: %2</translation>
    </message>
    <message>
        <source>%1 has stood long in &quot;%2&quot;</source>
        <translation>%1 steht schon lange in „%2“</translation>
    </message>
    <message>
        <source>%1 has stood too long in &quot;%2&quot;</source>
        <translation>%1 steht zu lange in „%2“</translation>
    </message>
    <message>
        <source>%1 waits for a %2 with the key %3</source>
        <translation>%1 wartet auf einen Ablauf %2 mit dem Schlüssel %3</translation>
    </message>
    <message>
        <source>%1 told what came before it: %2</source>
        <translation>%1 erfuhr, was vorher eingegangen war: %2</translation>
    </message>
    <message>
        <source>%1 was dropped: no %2 with the key %3 began in time</source>
        <translation>%1 wurde verworfen: Kein Ablauf %2 mit dem Schlüssel %3 begann rechtzeitig</translation>
    </message>
    <message>
        <source>no %1 with the key %2 began in time</source>
        <translation>kein Ablauf %1 mit dem Schlüssel %2 begann rechtzeitig</translation>
    </message>
    <message>
        <source>%1 (level 2, operational response)</source>
        <translation>%1 (Stufe 2, für die Verwaltung)</translation>
    </message>
    <message>
        <source>%1 (level 3, development)</source>
        <translation>%1 (Stufe 3, für die Entwicklung)</translation>
    </message>
    <message>
        <source>%1 (level 4, business impact)</source>
        <translation>%1 (Stufe 4, trifft das Geschäft)</translation>
    </message>
    <message>
        <source>The store: %1</source>
        <translation>Der Speicher: %1</translation>
    </message>
    <message>
        <source>The receiver: %1</source>
        <translation>Der Empfang: %1</translation>
    </message>
    <message>
        <source>Customers: %1</source>
        <translation>Die Kundschaft: %1</translation>
    </message>
    <message>
        <source>Outgoing mail: %1</source>
        <translation>E-Mail-Versand: %1</translation>
    </message>
    <message>
        <source>Deliveries of %1: %2</source>
        <translation>Zustellungen von %1: %2</translation>
    </message>
    <message>
        <source>No task could be made: %1</source>
        <translation>Es ließ sich keine Aufgabe anlegen: %1</translation>
    </message>
    <message>
        <source>the trouble is over</source>
        <translation>die Störung ist vorbei</translation>
    </message>
    <message>
        <source>Customers or data are at risk.</source>
        <translation>Kundschaft oder Daten sind in Gefahr.</translation>
    </message>
    <message>
        <source>the run before it has not ended</source>
        <translation>der vorige Lauf ist noch nicht zu Ende</translation>
    </message>
    <message>
        <source>the run before it has ended</source>
        <translation>der vorige Lauf ist zu Ende</translation>
    </message>
    <message>
        <source>one run waits already</source>
        <translation>ein Lauf wartet schon</translation>
    </message>
    <message>
        <source>they happen once</source>
        <translation>sie werden einmal nachgeholt</translation>
    </message>
    <message>
        <source>it was missed and is made up for</source>
        <translation>er wurde versäumt und wird nachgeholt</translation>
    </message>
    <message>
        <source>none of it is within catchup</source>
        <translation>keiner liegt in der Zeit, die nachgeholt wird</translation>
    </message>
    <message>
        <source>the schedule has no catchup</source>
        <translation>der Zeitplan holt nichts nach</translation>
    </message>
    <message>
        <source>A clock of a state could not be told: %1</source>
        <translation>Eine Uhr eines Zustands ließ sich nicht melden: %1</translation>
    </message>
    <message>
        <source>it came before the workflow</source>
        <translation>es kam vor dem Ablauf</translation>
    </message>
    <message>
        <source>the contact withdrew the consent to mail</source>
        <translation>der Kontakt hat die Einwilligung in E-Mails widerrufen</translation>
    </message>
    <message>
        <source>the contact gave no consent to mail</source>
        <translation>der Kontakt hat nicht in E-Mails eingewilligt</translation>
    </message>
    <message>
        <source>the contact is marked Do Not Contact</source>
        <translation>der Kontakt ist als „Nicht kontaktieren“ vermerkt</translation>
    </message>
    <message>
        <source>the contact has no usable e-mail address</source>
        <translation>der Kontakt hat keine brauchbare E-Mail-Adresse</translation>
    </message>
    <message>
        <source>the contact is a member already</source>
        <translation>der Kontakt ist schon Mitglied</translation>
    </message>
    <message>
        <source>%1 wrote no letter to %2: %3.</source>
        <translation>%1 schrieb keinen Brief an %2: %3.</translation>
    </message>
    <message>
        <source>%1 drafted a letter to %2: %3.</source>
        <translation>%1 entwarf einen Brief an %2: %3.</translation>
    </message>
    <message>
        <source>%1 is a member already.</source>
        <translation>%1 ist schon Mitglied.</translation>
    </message>
    <message>
        <source>%1 is a member now.</source>
        <translation>%1 ist jetzt Mitglied.</translation>
    </message>
    <message>
        <source>A new member without a usable e-mail address waits for a person.</source>
        <translation>Ein neues Mitglied ohne brauchbare E-Mail-Adresse wartet auf einen Menschen.</translation>
    </message>
    <message>
        <source>Activity of somebody who is no member: a person looks.</source>
        <translation>Aktivität von jemandem, der kein Mitglied ist: Ein Mensch sieht nach.</translation>
    </message>
    <message>
        <source>%1: engagement %2 of 100.</source>
        <translation>%1: Beteiligung %2 von 100.</translation>
    </message>
    <message>
        <source>%1: %2, engagement %3.</source>
        <translation>%1: %2, Beteiligung %3.</translation>
    </message>
    <message>
        <source>%1 members looked at, %2 silent for %3 days, %4 tasks made.</source>
        <translation>%1 Mitglieder angesehen, %2 seit %3 Tagen still, %4 Aufgaben angelegt.</translation>
    </message>
    <message>
        <source>The impact is %1 (%2 of 10), the words are %3.</source>
        <translation>Tragweite: %1 (%2 von 10), Ton der Worte: %3.</translation>
    </message>
    <message>
        <source>%1: %2 post is ready to go out.</source>
        <translation>%1: %2 Beitrag kann hinausgehen.</translation>
    </message>
    <message>
        <source>%1: %2 posts are ready to go out.</source>
        <translation>%1: %2 Beiträge können hinausgehen.</translation>
    </message>
    <message>
        <source>%1 is not distributed: %2.</source>
        <translation>%1 wird nicht verteilt: %2.</translation>
    </message>
    <message>
        <source>content at %1 stays in the house</source>
        <translation>Inhalte im Stand „%1“ bleiben im Haus</translation>
    </message>
    <message>
        <source>there is no stage &quot;%1&quot;</source>
        <translation>es gibt keinen Stand „%1“</translation>
    </message>
    <message>
        <source>it stands at %1 already</source>
        <translation>der Stand ist schon „%1“</translation>
    </message>
    <message>
        <source>a person has to approve it before it is %1</source>
        <translation>vor dem Stand „%1“ muss ein Mensch freigeben</translation>
    </message>
    <message>
        <source>%1 does not lead to %2</source>
        <translation>„%1“ führt nicht zu „%2“</translation>
    </message>
    <message>
        <source>%1: the member record follows the contact.</source>
        <translation>%1: Der Datensatz des Mitglieds folgt dem Kontakt.</translation>
    </message>
    <message>
        <source>%1 reached a badge.</source>
        <translation>%1 hat ein Abzeichen erreicht.</translation>
    </message>
    <message>
        <source>%1 reached %2.</source>
        <translation>%1 hat %2 erreicht.</translation>
    </message>
    <message>
        <source>A question of the community waits for an answer: %1</source>
        <translation>Eine Frage aus der Community wartet auf Antwort: %1</translation>
    </message>
    <message>
        <source>Feedback of %1, %2: a person reviews it.</source>
        <translation>Rückmeldung von %1, %2: Ein Mensch prüft sie.</translation>
    </message>
    <message>
        <source>Feedback of %1, %2.</source>
        <translation>Rückmeldung von %1, %2.</translation>
    </message>
    <message>
        <source>Drafted %1 (%2, %3 words): %4 parts missing, %5 findings.</source>
        <translation>%1 entworfen (%2, %3 Wörter): %4 Teile fehlen, %5 Befunde.</translation>
    </message>
    <message>
        <source>Drafted %1 (%2, %3 words).</source>
        <translation>%1 entworfen (%2, %3 Wörter).</translation>
    </message>
    <message>
        <source>The brand check passed.</source>
        <translation>Die Markenprüfung ist bestanden.</translation>
    </message>
    <message>
        <source>The brand check found %1 thing.</source>
        <translation>Die Markenprüfung fand %1 Befund.</translation>
    </message>
    <message>
        <source>The brand check found %1 things.</source>
        <translation>Die Markenprüfung fand %1 Befunde.</translation>
    </message>
    <message>
        <source>%1 variant.</source>
        <translation>%1 Fassung.</translation>
    </message>
    <message>
        <source>%1 variants to choose from.</source>
        <translation>%1 Fassungen zur Wahl.</translation>
    </message>
    <message>
        <source>%1 is at %2 now.</source>
        <translation>%1 hat jetzt den Stand „%2“.</translation>
    </message>
    <message>
        <source>%1 stays at %2: %3.</source>
        <translation>%1 bleibt im Stand „%2“: %3.</translation>
    </message>
    <message>
        <source>%1 is at work already.</source>
        <translation>%1 ist schon in Arbeit.</translation>
    </message>
    <message>
        <source>%1: a task is made to write it.</source>
        <translation>%1: Eine Aufgabe zum Schreiben ist angelegt.</translation>
    </message>
    <message>
        <source>%1: %2 is handed to its workflow.</source>
        <translation>%1: %2 geht an den zugehörigen Ablauf.</translation>
    </message>
    <message>
        <source>%1 waits for a person&apos;s approval.</source>
        <translation>%1 wartet auf die Freigabe eines Menschen.</translation>
    </message>
    <message>
        <source>Planned the campaign %1: %2 channels, %3, %4 to %5.</source>
        <translation>Kampagne %1 geplant: %2 Kanäle, %3, %4 bis %5.</translation>
    </message>
    <message>
        <source>The campaign %1 is planned already.</source>
        <translation>Die Kampagne %1 ist schon geplant.</translation>
    </message>
    <message>
        <source>Drafted the campaign %1; its plan waits for a person.</source>
        <translation>Kampagne %1 entworfen; ihr Plan wartet auf einen Menschen.</translation>
    </message>
    <message>
        <source>Nothing is sent: %1.</source>
        <translation>Nichts wird gesendet: %1.</translation>
    </message>
    <message>
        <source>%1 recipients are more than %2: a person approves</source>
        <translation>%1 Empfänger sind mehr als %2: Ein Mensch gibt frei</translation>
    </message>
    <message>
        <source>The letter &quot;%1&quot; goes to %2 people.</source>
        <translation>Der Brief „%1“ geht an %2 Personen.</translation>
    </message>
    <message>
        <source>%1 campaigns checked: %2 began, %3 ended.</source>
        <translation>%1 Kampagnen geprüft: %2 begonnen, %3 beendet.</translation>
    </message>
    <message>
        <source>%1 begins on %2.</source>
        <translation>%1 beginnt am %2.</translation>
    </message>
    <message>
        <source>Metrics came for a campaign that nobody knows: a person looks.</source>
        <translation>Messwerte kamen für eine Kampagne, die niemand kennt: Ein Mensch sieht nach.</translation>
    </message>
    <message>
        <source>Kept the metrics of %1.</source>
        <translation>Messwerte von %1 aufbewahrt.</translation>
    </message>
    <message>
        <source>%1 is %2 and underperforms: %3.</source>
        <translation>%1 ist im Stand „%2“ und bleibt hinter dem Ziel: %3.</translation>
    </message>
    <message>
        <source>%1, base %2, since %3. It underperforms: %4.</source>
        <translation>%1, Basis %2, seit %3. Es bleibt hinter dem Ziel: %4.</translation>
    </message>
    <message>
        <source>%1: nothing is measured yet, since %2.</source>
        <translation>%1: Noch ist nichts gemessen, seit %2.</translation>
    </message>
    <message>
        <source>%1 underperforms: %2.</source>
        <translation>%1 bleibt hinter dem Ziel: %2.</translation>
    </message>
    <message>
        <source>%1, at least %2 is wanted, base %3</source>
        <translation>%1, erwünscht ist mindestens %2, Basis %3</translation>
    </message>
    <message>
        <source>%1, at most %2 is wanted, base %3</source>
        <translation>%1, erwünscht ist höchstens %2, Basis %3</translation>
    </message>
    <message>
        <source>%1, at least %2 is wanted</source>
        <translation>%1, erwünscht ist mindestens %2</translation>
    </message>
    <message>
        <source>%1, at most %2 is wanted</source>
        <translation>%1, erwünscht ist höchstens %2</translation>
    </message>
    <message>
        <source>A better move is planned for %1.</source>
        <translation>Für %1 ist ein besserer Schritt geplant.</translation>
    </message>
    <message>
        <source>Segments renewed: %1 of %2 contacts changed.</source>
        <translation>Segmente erneuert: %1 von %2 Kontakten geändert.</translation>
    </message>
    <message>
        <source>%1: %2 contacts, %3 may be mailed; base %4 contacts, %5.</source>
        <translation>%1: %2 Kontakte, %3 dürfen Post bekommen; Basis %4 Kontakte, %5.</translation>
    </message>
    <message>
        <source>%1 segments, %2 may be mailed; base %3 contacts, %4.</source>
        <translation>%1 Segmente, %2 dürfen Post bekommen; Basis %3 Kontakte, %4.</translation>
    </message>
    <message>
        <source>%1: %2 of %3 contacts.</source>
        <translation>%1: %2 von %3 Kontakten.</translation>
    </message>
    <message>
        <source>%1: profile %2.</source>
        <translation>%1: Profil %2.</translation>
    </message>
    <message>
        <source>%1 fits with %2 of 100: tier %3.</source>
        <translation>%1 passt mit %2 von 100: Stufe %3.</translation>
    </message>
    <message>
        <source>%1: %2, %3 workflows open.</source>
        <translation>%1: %2, %3 Abläufe offen.</translation>
    </message>
    <message>
        <source>%1 goes on without &quot;%2&quot;</source>
        <translation>%1 geht ohne „%2“ weiter</translation>
    </message>
    <message>
        <source>%1 goes on</source>
        <translation>%1 geht weiter</translation>
    </message>
    <message>
        <source>%1: its data was changed by hand</source>
        <translation>%1: Daten von Hand geändert</translation>
    </message>
    <message>
        <source>%1: %2 is tried again</source>
        <translation>%1: %2 wird erneut versucht</translation>
    </message>
    <message>
        <source>%1: %2 is done, by a person&apos;s word</source>
        <translation>%1: %2 ist erledigt, auf das Wort eines Menschen</translation>
    </message>
    <message>
        <source>%1: %2 has failed, by a person&apos;s word</source>
        <translation>%1: %2 ist gescheitert, auf das Wort eines Menschen</translation>
    </message>
    <message>
        <source>A dead letter (%1) was sent again</source>
        <translation>Eine nicht zustellbare Nachricht (%1) wurde erneut gesendet</translation>
    </message>
    <message>
        <source>%1 is rolled back, then cancelled</source>
        <translation>%1 wird rückabgewickelt, dann abgebrochen</translation>
    </message>
    <message>
        <source>%1 could not undo %2</source>
        <translation>%1 konnte %2 nicht rückgängig machen</translation>
    </message>
    <message>
        <source>%1 undid %2</source>
        <translation>%1 machte %2 rückgängig</translation>
    </message>
    <message>
        <source>%1: version %2 → %3</source>
        <translation>%1: Version %2 → %3</translation>
    </message>
    <message>
        <source>%1 forked from %2 at step %3</source>
        <translation>%1 abgezweigt von %2 bei Schritt %3</translation>
    </message>
    <message>
        <source>again, after %1: %2</source>
        <translation>noch einmal, nach %1: %2</translation>
    </message>
    <message>
        <source>again, after %1</source>
        <translation>noch einmal, nach %1</translation>
    </message>
    <message>
        <source>%1 has taken %2 steps</source>
        <translation>%1 hat %2 Schritte getan</translation>
    </message>
    <message>
        <source>it is stopped for a person at %1</source>
        <translation>bei %1 hält er für einen Menschen an</translation>
    </message>
    <message>
        <source>A result came when nobody waited for it any more</source>
        <translation>Ein Ergebnis kam, als niemand mehr darauf wartete</translation>
    </message>
    <message>
        <source>tasks of people stay open: %1</source>
        <translation>Aufgaben von Menschen bleiben offen: %1</translation>
    </message>
    <message>
        <source>%1 was cancelled</source>
        <translation>%1 wurde abgebrochen</translation>
    </message>
    <message>
        <source>%1 published</source>
        <translation>%1 veröffentlicht</translation>
    </message>
    <message>
        <source>%1 retired</source>
        <translation>%1 zurückgezogen</translation>
    </message>
    <message>
        <source>%1 is in use again</source>
        <translation>%1 ist wieder in Gebrauch</translation>
    </message>
    <message>
        <source>View &quot;%1&quot; of the board %2 no longer shared</source>
        <translation>Ansicht „%1“ des Boards %2 nicht mehr geteilt</translation>
    </message>
    <message>
        <source>View &quot;%1&quot; of the board %2 shared</source>
        <translation>Ansicht „%1“ des Boards %2 geteilt</translation>
    </message>
    <message>
        <source>View &quot;%1&quot; of the board %2 deleted</source>
        <translation>Ansicht „%1“ des Boards %2 gelöscht</translation>
    </message>
    <message>
        <source>%1 works with %2 workflows</source>
        <translation>%1 arbeitet mit %2 Abläufen</translation>
    </message>
    <message>
        <source>by the kind of business</source>
        <translation>nach der Art des Betriebs</translation>
    </message>
    <message>
        <source>The workflow %1 waits for a person in &quot;%2&quot;.</source>
        <translation>Der Ablauf %1 wartet in „%2“ auf einen Menschen.</translation>
    </message>
    <message>
        <source>A step of a workflow could not be carried out; nothing of it was done.</source>
        <translation>Ein Schritt eines Ablaufs ließ sich nicht ausführen; nichts davon wurde getan.</translation>
    </message>
    <message>
        <source>Look at the run, mend the cause, then retry the step or cancel the workflow.</source>
        <translation>Den Lauf ansehen, die Ursache beheben, dann den Schritt erneut versuchen oder den Ablauf abbrechen.</translation>
    </message>
    <message>
        <source>The console stopped while the task was being carried out, and it may not be done twice.</source>
        <translation>Die Konsole endete, während die Aufgabe ausgeführt wurde, und sie darf nicht zweimal geschehen.</translation>
    </message>
    <message>
        <source>It is not known whether %1 was carried out.</source>
        <translation>Es ist nicht bekannt, ob %1 ausgeführt wurde.</translation>
    </message>
    <message>
        <source>Find out, then say on the run whether it is done, has failed, or is to run again.</source>
        <translation>Herausfinden und dann am Lauf sagen, ob sie erledigt oder gescheitert ist oder noch einmal laufen soll.</translation>
    </message>
    <message>
        <source>the success rate is below %1</source>
        <translation>die Erfolgsquote liegt unter %1</translation>
    </message>
    <message>
        <source>Look into %1: success rate %2</source>
        <translation>%1 prüfen: Erfolgsquote %2</translation>
    </message>
    <message>
        <source>%1 is expired</source>
        <translation>%1 ist abgelaufen</translation>
    </message>
    <message>
        <source>its end date has passed</source>
        <translation>das Enddatum ist vorbei</translation>
    </message>
    <message>
        <source>it was redeemed as often as it may be</source>
        <translation>sie wurde so oft eingelöst, wie sie darf</translation>
    </message>
    <message>
        <source>Evaluate the reward %1</source>
        <translation>Prämie %1 auswerten</translation>
    </message>
    <message>
        <source>the sample input gives %1 at &quot;%2&quot;, the sample output says %3</source>
        <translation>die Beispieleingabe ergibt %1 bei „%2“, die Beispielausgabe sagt %3</translation>
    </message>
    <message>
        <source>mend the logic or the sample, or give the transformation the status Testing until it is</source>
        <translation>Berichtigen Sie die Logik oder das Beispiel, oder geben Sie der Umwandlung bis dahin den Status Testing</translation>
    </message>
    <message>
        <source>the mapping names no member of the result</source>
        <translation>die Zuordnung nennt kein Feld des Ergebnisses</translation>
    </message>
    <message>
        <source>the rule for &quot;%1&quot; cannot be used: %2</source>
        <translation>die Regel für „%1“ ist nicht zu gebrauchen: %2</translation>
    </message>
    <message>
        <source>the result cannot have &quot;%1&quot;</source>
        <translation>das Ergebnis kann „%1“ nicht haben</translation>
    </message>
    <message>
        <source>name each member once, and none below a plain value</source>
        <translation>Nennen Sie jedes Feld einmal, und keines unter einem einfachen Wert</translation>
    </message>
    <message>
        <source>is neither a source of the console nor a mapping</source>
        <translation>ist weder eine Quelle der Konsole noch eine Zuordnung</translation>
    </message>
    <message>
        <source>mend it, or give the transformation the status Testing until it is</source>
        <translation>Berichtigen Sie es, oder geben Sie der Umwandlung bis dahin den Status Testing</translation>
    </message>
    <message>
        <source>A dead letter (%1) was discarded: %2</source>
        <translation>Unzustellbares (%1) wurde verworfen: %2</translation>
    </message>
    <message>
        <source>%1 waits for its turn</source>
        <translation>%1 wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>1 is under way, at most %1 may be; 1 waits for a turn</source>
        <translation>1 läuft, höchstens %1 dürfen es; 1 wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>1 is under way, at most %1 may be; %2 wait for a turn</source>
        <translation>1 läuft, höchstens %1 dürfen es; %2 warten, bis sie an der Reihe sind</translation>
    </message>
    <message>
        <source>%1 are under way, at most %2 may be; 1 waits for a turn</source>
        <translation>%1 laufen, höchstens %2 dürfen es; 1 wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>%1 are under way, at most %2 may be; %3 wait for a turn</source>
        <translation>%1 laufen, höchstens %2 dürfen es; %3 warten, bis sie an der Reihe sind</translation>
    </message>
    <message>
        <source>all versions of its definition are retired</source>
        <translation>alle Versionen seiner Definition sind zurückgezogen</translation>
    </message>
    <message>
        <source>it begins in a moment</source>
        <translation>es beginnt gleich</translation>
    </message>
    <message>
        <source>%1 event ids of ended workflows were forgotten</source>
        <translation>%1 Ereigniskennungen beendeter Workflows wurden vergessen</translation>
    </message>
    <message>
        <source>nothing has left for an hour</source>
        <translation>seit einer Stunde ist nichts hinausgegangen</translation>
    </message>
    <message>
        <source>it goes out as soon as its channel takes it</source>
        <translation>es geht hinaus, sobald sein Kanal es annimmt</translation>
    </message>
    <message>
        <source>what waits to be sent is more than an hour old</source>
        <translation>was auf den Versand wartet, ist mehr als eine Stunde alt</translation>
    </message>
    <message>
        <source>a run by the clock was missed and is left out: %1</source>
        <translation>ein Lauf nach der Uhr wurde verpasst und fällt aus: %1</translation>
    </message>
    <message>
        <source>the next run comes at its time</source>
        <translation>der nächste Lauf kommt zu seiner Zeit</translation>
    </message>
    <message>
        <source>give the schedule a catchup, if missed runs are to happen later</source>
        <translation>dem Zeitplan ein „catchup“ geben, wenn verpasste Läufe nachgeholt werden sollen</translation>
    </message>
    <message>
        <source>it has failed; whoever waits for it was told</source>
        <translation>es ist fehlgeschlagen; wer darauf wartet, weiß es</translation>
    </message>
    <message>
        <source>%1; %2 told once it goes on</source>
        <translation>%1; %2 erfährt es, sobald es weitergeht</translation>
    </message>
    <message>
        <source>%1 told once it goes on</source>
        <translation>%1 erfährt es, sobald es weitergeht</translation>
    </message>
    <message>
        <source>its workflow was cancelled</source>
        <translation>ihr Ablauf wurde abgebrochen</translation>
    </message>
    <message>
        <source>%1 is assigned to %2.</source>
        <translation>%1 ist %2 zugeteilt.</translation>
    </message>
    <message>
        <source>Took note of the workflow&apos;s state %1.</source>
        <translation>Den Stand %1 des Ablaufs zur Kenntnis genommen.</translation>
    </message>
    <message>
        <source>Took note of %1.</source>
        <translation>%1 zur Kenntnis genommen.</translation>
    </message>
    <message>
        <source>%1: every promise is kept.</source>
        <translation>%1: Alle Zusagen sind eingehalten.</translation>
    </message>
    <message>
        <source>%1: %2 points are open.</source>
        <translation>%1: %2 Punkte sind offen.</translation>
    </message>
    <message>
        <source>No task is overdue.</source>
        <translation>Keine Aufgabe ist überfällig.</translation>
    </message>
    <message>
        <source>%1 task is overdue.</source>
        <translation>%1 Aufgabe ist überfällig.</translation>
    </message>
    <message>
        <source>%1 tasks are overdue.</source>
        <translation>%1 Aufgaben sind überfällig.</translation>
    </message>
    <message>
        <source>%1 tasks went with the cancelled workflow.</source>
        <translation>%1 Aufgaben entfielen mit dem abgebrochenen Ablauf.</translation>
    </message>
    <message>
        <source>%1 is To Do.</source>
        <translation>%1 ist zu erledigen.</translation>
    </message>
    <message>
        <source>%1 is In Progress.</source>
        <translation>%1 ist in Arbeit.</translation>
    </message>
    <message>
        <source>%1 is On Hold.</source>
        <translation>%1 ist zurückgestellt.</translation>
    </message>
    <message>
        <source>%1 is Done.</source>
        <translation>%1 ist erledigt.</translation>
    </message>
    <message>
        <source>%1 is Cancelled.</source>
        <translation>%1 ist abgebrochen.</translation>
    </message>
    <message>
        <source>The contact that was changed is gone: noted.</source>
        <translation>Den geänderten Kontakt gibt es nicht mehr: zur Kenntnis genommen.</translation>
    </message>
    <message>
        <source>Noted what %1 changed at %2.</source>
        <translation>Zur Kenntnis genommen, was %1 bei %2 geändert hat.</translation>
    </message>
    <message>
        <source>%1 is not contacted any more; what ran for them ends.</source>
        <translation>%1 wird nicht mehr angeschrieben; was dafür lief, endet.</translation>
    </message>
    <message>
        <source>%1 is a Qualified Lead: an offer is planned.</source>
        <translation>%1 ist jetzt ein qualifizierter Lead: Ein Angebot ist geplant.</translation>
    </message>
    <message>
        <source>%1 is an Active Client now.</source>
        <translation>%1 gehört jetzt zur aktiven Kundschaft.</translation>
    </message>
    <message>
        <source>An inquiry without a usable e-mail address waits for a person.</source>
        <translation>Eine Anfrage ohne brauchbare E-Mail-Adresse wartet auf einen Menschen.</translation>
    </message>
    <message>
        <source>Stored the new contact %1.</source>
        <translation>Den neuen Kontakt %1 angelegt.</translation>
    </message>
    <message>
        <source>Updated the contact %1.</source>
        <translation>Den Kontakt %1 aktualisiert.</translation>
    </message>
    <message>
        <source>%1 gets no more mail from sequences.</source>
        <translation>%1 bekommt keine Mails aus Sequenzen mehr.</translation>
    </message>
    <message>
        <source>%1 wrote again through %2 within 24 hours: noted, nothing started.</source>
        <translation>%1 schrieb innerhalb von 24 Stunden erneut über %2: zur Kenntnis genommen, nichts begonnen.</translation>
    </message>
    <message>
        <source>Took in %1 through %2.</source>
        <translation>%1 über %2 aufgenommen.</translation>
    </message>
    <message>
        <source>Welcomed back %1 through %2.</source>
        <translation>%1 über %2 wieder aufgenommen.</translation>
    </message>
    <message>
        <source>%1: %2, %3 steps.</source>
        <translation>%1: %2, %3 Schritte.</translation>
    </message>
    <message>
        <source>The e-mail address of %1 cannot be right.</source>
        <translation>Die E-Mail-Adresse von %1 kann nicht stimmen.</translation>
    </message>
    <message>
        <source>The contact does not exist.</source>
        <translation>Den Kontakt gibt es nicht.</translation>
    </message>
    <message>
        <source>%1: %2 of 100 (%3), general %4 of 12, %5.</source>
        <translation>%1: %2 von 100 (%3), allgemein %4 von 12, %5.</translation>
    </message>
    <message>
        <source>Booking %1: the status %2 is unknown, the state stays.</source>
        <translation>Buchung %1: Der Status %2 ist unbekannt, der Stand bleibt.</translation>
    </message>
    <message>
        <source>Booking %1 is closed already: noted.</source>
        <translation>Buchung %1 ist bereits abgeschlossen: zur Kenntnis genommen.</translation>
    </message>
    <message>
        <source>Booking %1 is %2. Nothing runs for it.</source>
        <translation>Buchung %1 ist %2. Dafür läuft nichts.</translation>
    </message>
    <message>
        <source>Booking %1 is %2.</source>
        <translation>Buchung %1 ist %2.</translation>
    </message>
    <message>
        <source>Booking %1.</source>
        <translation>Buchung %1.</translation>
    </message>
    <message>
        <source>new_booking</source>
        <translation>neu angefragt</translation>
    </message>
    <message>
        <source>payment_pending</source>
        <translation>noch unbezahlt</translation>
    </message>
    <message>
        <source>payment_confirmed</source>
        <translation>bezahlt</translation>
    </message>
    <message>
        <source>rescheduled</source>
        <translation>verlegt</translation>
    </message>
    <message>
        <source>canceled</source>
        <translation>storniert</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>abgeschlossen</translation>
    </message>
    <message>
        <source>No time is free on %1.</source>
        <translation>Am %1 ist kein Termin frei.</translation>
    </message>
    <message>
        <source>No time is free in the next %1 days.</source>
        <translation>In den nächsten %1 Tagen ist kein Termin frei.</translation>
    </message>
    <message>
        <source>The wanted time has passed.</source>
        <translation>Die gewünschte Zeit ist vorbei.</translation>
    </message>
    <message>
        <source>The wanted time lies outside the opening hours (%1).</source>
        <translation>Die gewünschte Zeit liegt außerhalb der Öffnungszeiten (%1).</translation>
    </message>
    <message>
        <source>Times begin every 15 minutes.</source>
        <translation>Termine beginnen alle 15 Minuten.</translation>
    </message>
    <message>
        <source>The wanted time is taken (%1).</source>
        <translation>Die gewünschte Zeit ist vergeben (%1).</translation>
    </message>
    <message>
        <source>Not confirmed: the time is taken by another booking.</source>
        <translation>Nicht bestätigt: Die Zeit ist durch eine andere Buchung belegt.</translation>
    </message>
    <message>
        <source>The change is free of charge.</source>
        <translation>Die Änderung ist kostenfrei.</translation>
    </message>
    <message>
        <source>Less than 48 hours are left: a person decides.</source>
        <translation>Es bleiben weniger als 48 Stunden: Ein Mensch entscheidet.</translation>
    </message>
    <message>
        <source>No time was held.</source>
        <translation>Es war kein Termin vorgemerkt.</translation>
    </message>
    <message>
        <source>%1 is free again.</source>
        <translation>%1 ist wieder frei.</translation>
    </message>
    <message>
        <source>%1: %2 open orders, %3 booked times.</source>
        <translation>%1: %2 offene Bestellungen, %3 gebuchte Termine.</translation>
    </message>
    <message>
        <source>Order %1 is booked.</source>
        <translation>Bestellung %1 ist gebucht.</translation>
    </message>
    <message>
        <source>Order %1 is not counted. %2</source>
        <translation>Bestellung %1 wird nicht gezählt. %2</translation>
    </message>
    <message>
        <source>The order is %1: only paid orders count.</source>
        <translation>Die Bestellung steht auf %1: Nur bezahlte Bestellungen zählen.</translation>
    </message>
    <message>
        <source>No contact is known: the lifetime value of nobody was changed.</source>
        <translation>Es ist kein Kontakt bekannt: Niemandes Gesamtwert wurde geändert.</translation>
    </message>
    <message>
        <source>Order %1: unknown status, the state stays.</source>
        <translation>Bestellung %1: unbekannter Status, der Stand bleibt.</translation>
    </message>
    <message>
        <source>Order %1 is closed already: noted.</source>
        <translation>Bestellung %1 ist bereits abgeschlossen: zur Kenntnis genommen.</translation>
    </message>
    <message>
        <source>Order %1 was deleted before it was known: nothing to do.</source>
        <translation>Bestellung %1 wurde gelöscht, ehe sie bekannt war: nichts zu tun.</translation>
    </message>
    <message>
        <source>Order %1 of %2, %3: %4.</source>
        <translation>Bestellung %1 von %2, %3: %4.</translation>
    </message>
    <message>
        <source>Order %1 of %2, %3.</source>
        <translation>Bestellung %1 von %2, %3.</translation>
    </message>
    <message>
        <source>sold</source>
        <translation>verkauft</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>geliefert</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>zurückgegeben</translation>
    </message>
    <message>
        <source>%1 of the items are not in stock.</source>
        <translation>%1 der Artikel sind nicht vorrätig.</translation>
    </message>
    <message>
        <source>The order holds no single thing that is followed.</source>
        <translation>Die Bestellung enthält kein Einzelstück, das verfolgt wird.</translation>
    </message>
    <message>
        <source>%1 thing is followed: %2.</source>
        <translation>%1 Einzelstück wird verfolgt: %2.</translation>
    </message>
    <message>
        <source>%1 things are followed: %2.</source>
        <translation>%1 Einzelstücke werden verfolgt: %2.</translation>
    </message>
    <message>
        <source>Refund of %1 for order %2: over the limit, a person checks.</source>
        <translation>Erstattung von %1 für Bestellung %2: über der Grenze, ein Mensch prüft.</translation>
    </message>
    <message>
        <source>Refund of %1: over the limit, a person checks.</source>
        <translation>Erstattung von %1: über der Grenze, ein Mensch prüft.</translation>
    </message>
    <message>
        <source>Refund of %1: a person decides. %2</source>
        <translation>Erstattung von %1: Ein Mensch entscheidet. %2</translation>
    </message>
    <message>
        <source>Refund of %1 may go on.</source>
        <translation>Die Erstattung von %1 kann weitergehen.</translation>
    </message>
    <message>
        <source>Refund of %1 for order %2.</source>
        <translation>Erstattung von %1 für Bestellung %2.</translation>
    </message>
    <message>
        <source>Refund of %1.</source>
        <translation>Erstattung von %1.</translation>
    </message>
    <message>
        <source>A refund was made that no person had reviewed. %1</source>
        <translation>Eine Erstattung erfolgte, die kein Mensch geprüft hatte. %1</translation>
    </message>
    <message>
        <source>Check with whoever made the refund that it was meant, and note the reason.</source>
        <translation>Klären, ob die Erstattung gewollt war, und den Grund festhalten.</translation>
    </message>
    <message>
        <source>%1 is over the limit of %2.</source>
        <translation>%1 liegt über der Grenze von %2.</translation>
    </message>
    <message>
        <source>%1 is over a tenth of the lifetime value of %2.</source>
        <translation>%1 ist mehr als ein Zehntel des Gesamtwerts von %2.</translation>
    </message>
    <message>
        <source>Payment of %1 for order %2: %3.</source>
        <translation>Zahlung von %1 für Bestellung %2: %3.</translation>
    </message>
    <message>
        <source>Payment of %1 for a booking: %2.</source>
        <translation>Zahlung von %1 für eine Buchung: %2.</translation>
    </message>
    <message>
        <source>Payment of %1: succeeded, the order is closed.</source>
        <translation>Zahlung von %1: erfolgreich, die Bestellung ist abgeschlossen.</translation>
    </message>
    <message>
        <source>Payment of %1: succeeded, no order fits.</source>
        <translation>Zahlung von %1: erfolgreich, keine Bestellung passt.</translation>
    </message>
    <message>
        <source>Payment of %1: failed, the order is closed.</source>
        <translation>Zahlung von %1: fehlgeschlagen, die Bestellung ist abgeschlossen.</translation>
    </message>
    <message>
        <source>Payment of %1: failed, no order fits.</source>
        <translation>Zahlung von %1: fehlgeschlagen, keine Bestellung passt.</translation>
    </message>
    <message>
        <source>Payment of %1: %2, the order is closed.</source>
        <translation>Zahlung von %1: %2, die Bestellung ist abgeschlossen.</translation>
    </message>
    <message>
        <source>Payment of %1: %2, no order fits.</source>
        <translation>Zahlung von %1: %2, keine Bestellung passt.</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>erfolgreich</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>A product that is not in the hub was deleted: nothing to do.</source>
        <translation>Ein Produkt, das nicht im Hub steht, wurde gelöscht: nichts zu tun.</translation>
    </message>
    <message>
        <source>%1 is discontinued.</source>
        <translation>%1 ist nicht mehr im Angebot.</translation>
    </message>
    <message>
        <source>%1: %2 in stock.</source>
        <translation>%1: %2 vorrätig.</translation>
    </message>
    <message>
        <source>%1 is updated.</source>
        <translation>%1 ist aktualisiert.</translation>
    </message>
    <message>
        <source>%1 was counted as a referral already.</source>
        <translation>%1 wurde bereits als Empfehlung gezählt.</translation>
    </message>
    <message>
        <source>%1 recommended the studio to %2: referral %3.</source>
        <translation>%1 hat %2 das Studio empfohlen: Empfehlung %3.</translation>
    </message>
    <message>
        <source>%1 brought %2, who is a client now: no reward is active.</source>
        <translation>Durch %1 kam %2 und gehört jetzt zur Kundschaft: Keine Prämie ist aktiv.</translation>
    </message>
    <message>
        <source>%1 brought %2, who is a client now: the reward is noted.</source>
        <translation>Durch %1 kam %2 und gehört jetzt zur Kundschaft: Die Prämie ist vermerkt.</translation>
    </message>
    <message>
        <source>A question of the community is looked up: %1</source>
        <translation>Eine Frage der Community wird nachgeschlagen: %1</translation>
    </message>
    <message>
        <source>%1: its way from the idea to the archive begins.</source>
        <translation>%1: Der Weg von der Idee bis ins Archiv beginnt.</translation>
    </message>
    <message>
        <source>%1 is planned from the audience to the results.</source>
        <translation>%1 wird von der Zielgruppe bis zu den Ergebnissen geplant.</translation>
    </message>
    <message>
        <source>Drafted the campaign %1; it is planned next.</source>
        <translation>Kampagne %1 entworfen; als Nächstes wird sie geplant.</translation>
    </message>
    <message>
        <source>%1 is Draft.</source>
        <translation>%1 ist ein Entwurf.</translation>
    </message>
    <message>
        <source>%1 is Scheduled.</source>
        <translation>%1 ist eingeplant.</translation>
    </message>
    <message>
        <source>%1 is Active.</source>
        <translation>%1 läuft.</translation>
    </message>
    <message>
        <source>%1 is Paused.</source>
        <translation>%1 ist angehalten.</translation>
    </message>
    <message>
        <source>%1 is Completed.</source>
        <translation>%1 ist abgeschlossen.</translation>
    </message>
    <message>
        <source>Finding: %1 rose by %2 % to %3 from %4 (base %5, period %6). Advice: put the next effort there.</source>
        <translation>Befund: %1 stieg um %2 % von %4 auf %3 (Basis %5, Zeitraum %6). Rat: Dort weitermachen.</translation>
    </message>
    <message>
        <source>Finding: %1 fell by %2 % to %3 from %4 (base %5, period %6). Advice: look there first.</source>
        <translation>Befund: %1 fiel um %2 % von %4 auf %3 (Basis %5, Zeitraum %6). Rat: Zuerst dort nachsehen.</translation>
    </message>
    <message>
        <source>Finding: no change rests on %1 records or more (period %2). Advice: wait for another period.</source>
        <translation>Befund: Keine Veränderung stützt sich auf mindestens %1 Datensätze (Zeitraum %2). Rat: Einen weiteren Zeitraum abwarten.</translation>
    </message>
    <message>
        <source>More than %1 records lie in the two periods: run zevi.trends in a workflow for all of them.</source>
        <translation>In den beiden Zeiträumen liegen mehr als %1 Datensätze: Für alle zevi.trends in einem Ablauf ausführen.</translation>
    </message>
    <message>
        <source>%1; %2 started; %3</source>
        <translation>%1; %2 begonnen; %3</translation>
    </message>
    <message>
        <source>%1; %2 told, %3</source>
        <translation>%1; %2 verständigt, %3</translation>
    </message>
    <message>
        <source>%1; %2 started</source>
        <translation>%1; %2 begonnen</translation>
    </message>
    <message>
        <source>%1; %2 told</source>
        <translation>%1; %2 verständigt</translation>
    </message>
    <message>
        <source>%1 started</source>
        <translation>%1 begonnen</translation>
    </message>
    <message>
        <source>%1 told, %2</source>
        <translation>%1 verständigt, %2</translation>
    </message>
    <message>
        <source>%1 told</source>
        <translation>%1 verständigt</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>This computer: %1</source>
        <translation>Dieser Rechner: %1</translation>
    </message>
    <message>
        <source>the processor has been over %1 % for 5 minutes (%2 %)</source>
        <translation>der Prozessor ist seit 5 Minuten über %1 % (%2 %)</translation>
    </message>
    <message>
        <source>the memory has been over %1 % for 5 minutes (%2 %)</source>
        <translation>der Speicher ist seit 5 Minuten über %1 % (%2 %)</translation>
    </message>
    <message>
        <source>the disk of the data folder has been over %1 % for 5 minutes (%2 %)</source>
        <translation>der Datenträger des Datenordners ist seit 5 Minuten über %1 % (%2 %)</translation>
    </message>
    <message>
        <source>it is looked at every minute</source>
        <translation>es wird jede Minute nachgesehen</translation>
    </message>
    <message>
        <source>over 90 % is critical</source>
        <translation>über 90 % ist kritisch</translation>
    </message>
    <message>
        <source>free some space on it, or move the data folder to another disk</source>
        <translation>schaffen Sie dort Platz, oder legen Sie den Datenordner auf einen anderen Datenträger</translation>
    </message>
    <message>
        <source>definition %1 is not loaded</source>
        <translation>die Definition %1 ist nicht geladen</translation>
    </message>
    <message>
        <source>its instances are paused; they go on by themselves when it is loaded again</source>
        <translation>ihre Läufe sind angehalten; sie gehen von selbst weiter, sobald sie wieder geladen ist</translation>
    </message>
    <message>
        <source>this task is for the role %1</source>
        <translation>diese Aufgabe ist für die Rolle %1</translation>
    </message>
    <message>
        <source>no option was chosen</source>
        <translation>es wurde keine Möglichkeit gewählt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an option of this task</source>
        <translation>&quot;%1&quot; steht bei dieser Aufgabe nicht zur Wahl</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is missing</source>
        <translation>&quot;%1&quot; fehlt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be %2, found %3</source>
        <translation>&quot;%1&quot; muss %2 sein, gefunden wurde %3</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is less than %2</source>
        <translation>&quot;%1&quot; ist kleiner als %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is more than %2</source>
        <translation>&quot;%1&quot; ist größer als %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is none of what can be chosen</source>
        <translation>&quot;%1&quot; steht nicht zur Wahl</translation>
    </message>
    <message>
        <source>the console&apos;s change came last</source>
        <translation>die Änderung in der Konsole kam zuletzt</translation>
    </message>
    <message>
        <source>the change in Notion came last</source>
        <translation>die Änderung in Notion kam zuletzt</translation>
    </message>
    <message>
        <source>both were changed within the same minute, which is all that Notion tells: Notion&apos;s value is kept</source>
        <translation>beide wurden in derselben Minute geändert, und genauer sagt Notion es nicht: Notions Wert bleibt</translation>
    </message>
    <message>
        <source>the page was removed in Notion, but the record was changed here: it is kept, and gets a page again</source>
        <translation>die Seite wurde in Notion entfernt, der Datensatz aber hier geändert: er bleibt und bekommt wieder eine Seite</translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation>Nicht angebunden</translation>
    </message>
    <message>
        <source>Paused: %1 changes wait</source>
        <translation>Pausiert: %1 Änderungen warten</translation>
    </message>
    <message>
        <source>Databases are being set up</source>
        <translation>Datenbanken werden eingerichtet</translation>
    </message>
    <message>
        <source>Not reachable: %1 changes wait</source>
        <translation>Nicht erreichbar: %1 Änderungen warten</translation>
    </message>
    <message>
        <source>%1 pages went missing at once: a person has to say whether they are gone</source>
        <translation>%1 Seiten fehlen auf einmal: jemand muss sagen, ob sie weg sind</translation>
    </message>
    <message>
        <source>%1 items need somebody</source>
        <translation>%1 Sachen brauchen jemanden</translation>
    </message>
    <message>
        <source>%1 changes wait to be uploaded</source>
        <translation>%1 Änderungen warten aufs Hochladen</translation>
    </message>
    <message>
        <source>All changes are uploaded</source>
        <translation>Alle Änderungen sind hochgeladen</translation>
    </message>
    <message>
        <source>there is no token for Notion</source>
        <translation>es gibt kein Token für Notion</translation>
    </message>
    <message>
        <source>create a connection in Notion and paste its token</source>
        <translation>legen Sie in Notion eine Verbindung an und fügen Sie ihr Token ein</translation>
    </message>
    <message>
        <source>create a connection in Notion and set its token</source>
        <translation>legen Sie in Notion eine Verbindung an und setzen Sie ihr Token</translation>
    </message>
    <message>
        <source>is not the address of a page in Notion</source>
        <translation>ist nicht die Adresse einer Seite in Notion</translation>
    </message>
    <message>
        <source>open the page in Notion, choose &quot;Copy link&quot;, and paste it here</source>
        <translation>öffnen Sie die Seite in Notion, wählen Sie „Link kopieren“ und fügen Sie ihn hier ein</translation>
    </message>
    <message>
        <source>the parent page is not there, or not shared with the connection</source>
        <translation>die übergeordnete Seite ist nicht da oder nicht für die Verbindung freigegeben</translation>
    </message>
    <message>
        <source>open the page in Notion, and under &quot;Connections&quot; add this connection</source>
        <translation>öffnen Sie die Seite in Notion und fügen Sie unter „Verbindungen“ diese Verbindung hinzu</translation>
    </message>
    <message>
        <source>no page is named under which the databases are to be made</source>
        <translation>es ist keine Seite genannt, unter der die Datenbanken angelegt werden sollen</translation>
    </message>
    <message>
        <source>paste the address of a page of Notion that is shared with the connection</source>
        <translation>fügen Sie die Adresse einer Seite in Notion ein, die für die Verbindung freigegeben ist</translation>
    </message>
    <message>
        <source>databases of these titles are in Notion and differ: %1</source>
        <translation>Datenbanken dieser Titel sind in Notion und weichen ab: %1</translation>
    </message>
    <message>
        <source>look at the differences in Integrations, then say whether to use them or to make new ones</source>
        <translation>sehen Sie sich unter Anbindungen die Unterschiede an und sagen Sie, ob sie übernommen oder neue angelegt werden</translation>
    </message>
    <message>
        <source>the databases are being set up already</source>
        <translation>die Datenbanken werden schon eingerichtet</translation>
    </message>
    <message>
        <source>the database is not connected to Notion</source>
        <translation>die Datenbank ist nicht mit Notion verbunden</translation>
    </message>
    <message>
        <source>Notion made a database without a table</source>
        <translation>Notion hat eine Datenbank ohne Tabelle angelegt</translation>
    </message>
    <message>
        <source>Notion does not take the token (any longer); enter a new one in Integrations</source>
        <translation>Notion nimmt das Token nicht (mehr) an; geben Sie unter Anbindungen ein neues ein</translation>
    </message>
    <message>
        <source>Notion does not find it: it was deleted, or it is not shared with the connection</source>
        <translation>Notion findet es nicht: es wurde gelöscht oder ist nicht für die Verbindung freigegeben</translation>
    </message>
    <message>
        <source>Somebody changed it at the same moment; the console reads it again first</source>
        <translation>Jemand hat es im selben Augenblick geändert; die Konsole liest es erst noch einmal</translation>
    </message>
    <message>
        <source>Notion blocks this connection. The console sends nothing more until somebody has settled it with Notion and starts it again</source>
        <translation>Notion sperrt diese Verbindung. Die Konsole sendet nichts mehr, bis jemand es mit Notion geklärt hat und sie neu startet</translation>
    </message>
    <message>
        <source>Notion blocks this connection</source>
        <translation>Notion sperrt diese Verbindung</translation>
    </message>
    <message>
        <source>Notion cannot be reached; the console tries again by itself</source>
        <translation>Notion ist nicht erreichbar; die Konsole versucht es von selbst wieder</translation>
    </message>
    <message>
        <source>Notion did not answer in time</source>
        <translation>Notion hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>Notion did not answer</source>
        <translation>Notion hat nicht geantwortet</translation>
    </message>
    <message>
        <source>Notion&apos;s answer cannot be read</source>
        <translation>Notions Antwort ist nicht lesbar</translation>
    </message>
    <message>
        <source>Notion&apos;s answer could not be taken</source>
        <translation>Notions Antwort konnte nicht angenommen werden</translation>
    </message>
    <message>
        <source>Notion had a fault of its own</source>
        <translation>Notion hatte selbst einen Fehler</translation>
    </message>
    <message>
        <source>Notion is busy; the console waits and goes on by itself</source>
        <translation>Notion ist ausgelastet; die Konsole wartet und macht von selbst weiter</translation>
    </message>
    <message>
        <source>These were more requests a minute than Notion takes; the console waits and goes on by itself</source>
        <translation>Das waren mehr Anfragen in der Minute, als Notion annimmt; die Konsole wartet und macht von selbst weiter</translation>
    </message>
    <message>
        <source>Notion takes no more requests for this workspace at the moment; the console waits as long as Notion asks</source>
        <translation>Notion nimmt gerade keine Anfragen mehr für diesen Arbeitsbereich an; die Konsole wartet, solange Notion es verlangt</translation>
    </message>
    <message>
        <source>Notion takes no more requests of this kind at the moment; the console waits as long as Notion asks</source>
        <translation>Notion nimmt gerade keine Anfragen dieser Art mehr an; die Konsole wartet, solange Notion es verlangt</translation>
    </message>
    <message>
        <source>The free workspace has all the blocks it may have, so nothing new is made; changes still go through. Choose a plan in Notion or delete blocks there</source>
        <translation>Der kostenlose Arbeitsbereich hat so viele Blöcke, wie er haben darf, deshalb wird nichts Neues angelegt; Änderungen gehen noch durch. Wählen Sie in Notion einen Tarif, oder löschen Sie dort Blöcke</translation>
    </message>
    <message>
        <source>The connection lacks a right for this; give it the right to read, insert and update content in Notion&apos;s settings of the connection</source>
        <translation>Der Verbindung fehlt dafür ein Recht; geben Sie ihr in Notions Einstellungen der Verbindung das Recht, Inhalte zu lesen, einzufügen und zu ändern</translation>
    </message>
    <message>
        <source>Notion does not take the version of its interface that is set; choose another in the settings</source>
        <translation>Notion nimmt die eingestellte Version seiner Schnittstelle nicht an; wählen Sie in den Einstellungen eine andere</translation>
    </message>
    <message>
        <source>Notion finds a mistake in what was sent</source>
        <translation>Notion findet einen Fehler in dem, was gesendet wurde</translation>
    </message>
    <message>
        <source>Notion does not take the value of &quot;%1&quot;</source>
        <translation>Notion nimmt den Wert von „%1“ nicht an</translation>
    </message>
    <message>
        <source>Notion refused the request with status %1</source>
        <translation>Notion hat die Anfrage mit dem Status %1 abgelehnt</translation>
    </message>
    <message>
        <source>The request cannot be sent as it is, or its answer is too large</source>
        <translation>Die Anfrage lässt sich so nicht senden, oder ihre Antwort ist zu groß</translation>
    </message>
    <message>
        <source>the database has no property &quot;Console ID&quot; in Notion</source>
        <translation>die Datenbank hat in Notion keine Eigenschaft „Console ID“</translation>
    </message>
    <message>
        <source>let the console add what is missing</source>
        <translation>lassen Sie die Konsole ergänzen, was fehlt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; (%2) is not of the hub; it is shown and left alone</source>
        <translation>„%1“ (%2) gehört nicht zum Hub; es wird gezeigt und nicht angerührt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; leads to a database that is not in Notion yet</source>
        <translation>„%1“ führt zu einer Datenbank, die noch nicht in Notion ist</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is missing; it comes together with &quot;%2&quot; of the database that it leads to</source>
        <translation>„%1“ fehlt; es kommt zusammen mit „%2“ der Datenbank, zu der es führt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; (%2) is missing and can be added</source>
        <translation>„%1“ (%2) fehlt und kann ergänzt werden</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a %2 property in Notion, the hub expects %3; its values are shown and not written</source>
        <translation>„%1“ ist in Notion von der Art %2, der Hub erwartet %3; die Werte werden gezeigt und nicht geschrieben</translation>
    </message>
    <message>
        <source>Notion calls &quot;%1&quot; &quot;%2&quot;; it can be given its name</source>
        <translation>In Notion heißt „%1“ „%2“; es kann seinen Namen bekommen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is called &quot;%2&quot; in Notion; it stays the same property</source>
        <translation>„%1“ heißt in Notion „%2“; es bleibt dieselbe Eigenschaft</translation>
    </message>
    <message>
        <source>&quot;%1&quot; leads to another database than the hub&apos;s; its values are shown and not written</source>
        <translation>„%1“ führt zu einer anderen Datenbank als im Hub; die Werte werden gezeigt und nicht geschrieben</translation>
    </message>
    <message>
        <source>&quot;%1&quot; shows on one side alone; on the other side nothing is seen of it in Notion</source>
        <translation>„%1“ zeigt sich nur auf einer Seite; auf der anderen ist in Notion nichts davon zu sehen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lacks the option %2, which can be added</source>
        <translation>„%1“ fehlt die Auswahl %2, die ergänzt werden kann</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lacks the options %2, which can be added</source>
        <translation>„%1“ fehlen die Auswahlen %2, die ergänzt werden können</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lacks the option %2; Notion lets nobody but people add options to a status</source>
        <translation>„%1“ fehlt die Auswahl %2; einem Status lässt Notion nur Menschen etwas hinzufügen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; lacks the options %2; Notion lets nobody but people add options to a status</source>
        <translation>„%1“ fehlen die Auswahlen %2; einem Status lässt Notion nur Menschen etwas hinzufügen</translation>
    </message>
    <message>
        <source>Notion holds it in another form</source>
        <translation>Notion hält es in anderer Form</translation>
    </message>
    <message>
        <source>%1: has more than 200 characters, which Notion does not take</source>
        <translation>%1: hat mehr als 200 Zeichen, das nimmt Notion nicht an</translation>
    </message>
    <message>
        <source>%1: has more than 2,000 characters, which Notion does not take</source>
        <translation>%1: hat mehr als 2.000 Zeichen, das nimmt Notion nicht an</translation>
    </message>
    <message>
        <source>%1: has more than 100 entries, which Notion does not take at once</source>
        <translation>%1: hat mehr als 100 Einträge, das nimmt Notion nicht auf einmal an</translation>
    </message>
    <message>
        <source>%1: has more digits than Notion can hold</source>
        <translation>%1: hat mehr Ziffern, als Notion halten kann</translation>
    </message>
    <message>
        <source>must be a number, found %1</source>
        <translation>muss eine Zahl sein, gefunden wurde %1</translation>
    </message>
    <message>
        <source>must be a whole number, found %1</source>
        <translation>muss eine ganze Zahl sein, gefunden wurde %1</translation>
    </message>
    <message>
        <source>leave out the fraction</source>
        <translation>lassen Sie die Nachkommastellen weg</translation>
    </message>
    <message>
        <source>must be %1 or more, found %2</source>
        <translation>muss %1 oder mehr sein, gefunden wurde %2</translation>
    </message>
    <message>
        <source>must be %1 or less, found %2</source>
        <translation>muss %1 oder weniger sein, gefunden wurde %2</translation>
    </message>
    <message>
        <source>must be %1 to %2, found %3</source>
        <translation>muss %1 bis %2 sein, gefunden wurde %3</translation>
    </message>
    <message>
        <source>give a number in that range</source>
        <translation>geben Sie eine Zahl in diesem Bereich an</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not an option</source>
        <translation>„%1“ steht nicht zur Wahl</translation>
    </message>
    <message>
        <source>use one of %1</source>
        <translation>nehmen Sie eines von %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a date with time</source>
        <translation>„%1“ ist kein Datum mit Uhrzeit</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a date</source>
        <translation>„%1“ ist kein Datum</translation>
    </message>
    <message>
        <source>write it as %1</source>
        <translation>schreiben Sie es wie %1</translation>
    </message>
    <message>
        <source>is not an e-mail address</source>
        <translation>ist keine E-Mail-Adresse</translation>
    </message>
    <message>
        <source>is not a phone number</source>
        <translation>ist keine Telefonnummer</translation>
    </message>
    <message>
        <source>write 7 to 15 digits, as %1</source>
        <translation>schreiben Sie 7 bis 15 Ziffern, wie %1</translation>
    </message>
    <message>
        <source>is not a web address</source>
        <translation>ist keine Webadresse</translation>
    </message>
    <message>
        <source>has %1 bytes, the limit is %2</source>
        <translation>hat %1 Byte, die Grenze ist %2</translation>
    </message>
    <message>
        <source>shorten it</source>
        <translation>kürzen Sie es</translation>
    </message>
    <message>
        <source>has %1 entries, the limit is %2</source>
        <translation>hat %1 Einträge, die Grenze ist %2</translation>
    </message>
    <message>
        <source>name fewer</source>
        <translation>nennen Sie weniger</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>every record of %1 needs it</source>
        <translation>jeder Datensatz in %1 braucht es</translation>
    </message>
    <message>
        <source>is written by the console alone</source>
        <translation>wird nur von der Konsole geschrieben</translation>
    </message>
    <message>
        <source>is computed</source>
        <translation>wird berechnet</translation>
    </message>
    <message>
        <source>leave it out</source>
        <translation>lassen Sie es weg</translation>
    </message>
    <message>
        <source>the later edit is kept: it was made in the console</source>
        <translation>die spätere Änderung bleibt: sie kam aus der Konsole</translation>
    </message>
    <message>
        <source>the later edit is kept: it was made in Notion</source>
        <translation>die spätere Änderung bleibt: sie kam aus Notion</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was changed on both sides</source>
        <translation>„%1“ wurde auf beiden Seiten geändert</translation>
    </message>
    <message>
        <source>Notion does not give the whole text of this page: it can only be changed there</source>
        <translation>Notion gibt nicht den ganzen Text dieser Seite heraus: er lässt sich nur dort ändern</translation>
    </message>
    <message>
        <source>open the page in Notion</source>
        <translation>öffnen Sie die Seite in Notion</translation>
    </message>
    <message>
        <source>change it in Notion, then take what stands there</source>
        <translation>ändern Sie ihn in Notion und übernehmen Sie dann, was dort steht</translation>
    </message>
    <message>
        <source>the text is longer than a page of Notion takes: %1 of %2 bytes</source>
        <translation>der Text ist länger, als eine Seite in Notion fasst: %1 von %2 Bytes</translation>
    </message>
    <message>
        <source>make it shorter, or part it</source>
        <translation>kürzen Sie ihn, oder teilen Sie ihn auf</translation>
    </message>
    <message>
        <source>the text was changed meanwhile by %1</source>
        <translation>der Text wurde inzwischen von %1 geändert</translation>
    </message>
    <message>
        <source>the text was changed meanwhile</source>
        <translation>der Text wurde inzwischen geändert</translation>
    </message>
    <message>
        <source>look at what it says now, then change it again</source>
        <translation>sehen Sie nach, was jetzt dort steht, und ändern Sie ihn dann noch einmal</translation>
    </message>
    <message>
        <source>the record has no page in Notion</source>
        <translation>der Datensatz hat keine Seite in Notion</translation>
    </message>
    <message>
        <source>there is no record &quot;%1&quot;</source>
        <translation>es gibt keinen Datensatz „%1“</translation>
    </message>
    <message>
        <source>%1: the text of its page was changed</source>
        <translation>%1: der Text der Seite wurde geändert</translation>
    </message>
    <message>
        <source>it is being looked at already</source>
        <translation>es wird schon nachgesehen</translation>
    </message>
    <message>
        <source>a pass is under way already</source>
        <translation>ein Durchgang läuft schon</translation>
    </message>
    <message>
        <source>Notion is not connected: there is no token</source>
        <translation>Notion ist nicht angebunden: es gibt kein Token</translation>
    </message>
    <message>
        <source>more than 10,000 pages were made in one minute: Notion does not list them all</source>
        <translation>in einer Minute entstanden mehr als 10.000 Seiten: Notion führt sie nicht alle auf</translation>
    </message>
    <message>
        <source>more than 10,000 pages of one minute: Notion does not give them all</source>
        <translation>mehr als 10.000 Seiten aus einer Minute: Notion gibt sie nicht alle heraus</translation>
    </message>
    <message>
        <source>thinking</source>
        <translation>denkt nach</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>schreibt</translation>
    </message>
    <message>
        <source>List conversations</source>
        <translation>Gespräche auflisten</translation>
    </message>
    <message>
        <source>Read a conversation</source>
        <translation>Ein Gespräch lesen</translation>
    </message>
    <message>
        <source>Read conversation</source>
        <translation>Gespräch lesen</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Eine Notiz anlegen</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>Notiz anlegen</translation>
    </message>
    <message>
        <source>Draft a reply</source>
        <translation>Eine Antwort entwerfen</translation>
    </message>
    <message>
        <source>Draft reply</source>
        <translation>Antwort entwerfen</translation>
    </message>
    <message>
        <source>Send a reply</source>
        <translation>Eine Antwort senden</translation>
    </message>
    <message>
        <source>Send reply</source>
        <translation>Antwort senden</translation>
    </message>
    <message>
        <source>List escalations</source>
        <translation>Eskalationen auflisten</translation>
    </message>
    <message>
        <source>Read an escalation</source>
        <translation>Eine Eskalation lesen</translation>
    </message>
    <message>
        <source>Read escalation</source>
        <translation>Eskalation lesen</translation>
    </message>
    <message>
        <source>Claim an escalation</source>
        <translation>Eine Eskalation annehmen</translation>
    </message>
    <message>
        <source>Claim escalation</source>
        <translation>Eskalation annehmen</translation>
    </message>
    <message>
        <source>Decide an escalation</source>
        <translation>Eine Eskalation entscheiden</translation>
    </message>
    <message>
        <source>Decide escalation</source>
        <translation>Eskalation entscheiden</translation>
    </message>
    <message>
        <source>Try how a request would be routed</source>
        <translation>Erproben, wohin eine Anfrage ginge</translation>
    </message>
    <message>
        <source>Route request</source>
        <translation>Anfrage einordnen</translation>
    </message>
    <message>
        <source>Submit a customer&apos;s request</source>
        <translation>Die Anfrage eines Kunden einreichen</translation>
    </message>
    <message>
        <source>Submit request</source>
        <translation>Anfrage einreichen</translation>
    </message>
    <message>
        <source>List agents</source>
        <translation>Agenten auflisten</translation>
    </message>
    <message>
        <source>Look at an agent</source>
        <translation>Einen Agenten ansehen</translation>
    </message>
    <message>
        <source>Agent page</source>
        <translation>Seite eines Agenten</translation>
    </message>
    <message>
        <source>Tell an agent something</source>
        <translation>Einem Agenten etwas sagen</translation>
    </message>
    <message>
        <source>Tell agent</source>
        <translation>Agenten etwas sagen</translation>
    </message>
    <message>
        <source>List databases</source>
        <translation>Datenbanken auflisten</translation>
    </message>
    <message>
        <source>Find records</source>
        <translation>Datensätze suchen</translation>
    </message>
    <message>
        <source>Read a record</source>
        <translation>Einen Datensatz lesen</translation>
    </message>
    <message>
        <source>Read record</source>
        <translation>Datensatz lesen</translation>
    </message>
    <message>
        <source>Make or change a record</source>
        <translation>Einen Datensatz anlegen oder ändern</translation>
    </message>
    <message>
        <source>Change record</source>
        <translation>Datensatz ändern</translation>
    </message>
    <message>
        <source>Delete a record</source>
        <translation>Einen Datensatz löschen</translation>
    </message>
    <message>
        <source>Delete record</source>
        <translation>Datensatz löschen</translation>
    </message>
    <message>
        <source>History of a record</source>
        <translation>Verlauf eines Datensatzes</translation>
    </message>
    <message>
        <source>Record history</source>
        <translation>Verlauf eines Datensatzes</translation>
    </message>
    <message>
        <source>Search everywhere</source>
        <translation>Überall suchen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>List deliveries</source>
        <translation>Lieferungen auflisten</translation>
    </message>
    <message>
        <source>List events</source>
        <translation>Ereignisse auflisten</translation>
    </message>
    <message>
        <source>Read a delivery</source>
        <translation>Eine Lieferung lesen</translation>
    </message>
    <message>
        <source>Read event</source>
        <translation>Ereignis lesen</translation>
    </message>
    <message>
        <source>List messages of the bus</source>
        <translation>Nachrichten der Agenten auflisten</translation>
    </message>
    <message>
        <source>List messages</source>
        <translation>Nachrichten auflisten</translation>
    </message>
    <message>
        <source>Read the audit</source>
        <translation>Das Protokoll lesen</translation>
    </message>
    <message>
        <source>Read audit</source>
        <translation>Protokoll lesen</translation>
    </message>
    <message>
        <source>Calls of language models</source>
        <translation>Aufrufe von Sprachmodellen</translation>
    </message>
    <message>
        <source>Health of the integrations</source>
        <translation>Zustand der Anbindungen</translation>
    </message>
    <message>
        <source>Integration health</source>
        <translation>Zustand der Anbindungen</translation>
    </message>
    <message>
        <source>How the studio stands</source>
        <translation>Wie das Studio steht</translation>
    </message>
    <message>
        <source>Studio status</source>
        <translation>Stand des Studios</translation>
    </message>
    <message>
        <source>List tasks</source>
        <translation>Aufgaben auflisten</translation>
    </message>
    <message>
        <source>Make a task</source>
        <translation>Eine Aufgabe anlegen</translation>
    </message>
    <message>
        <source>Make task</source>
        <translation>Aufgabe anlegen</translation>
    </message>
    <message>
        <source>Change a task</source>
        <translation>Eine Aufgabe ändern</translation>
    </message>
    <message>
        <source>Change task</source>
        <translation>Aufgabe ändern</translation>
    </message>
    <message>
        <source>List workflows</source>
        <translation>Abläufe auflisten</translation>
    </message>
    <message>
        <source>Read a workflow</source>
        <translation>Einen Ablauf lesen</translation>
    </message>
    <message>
        <source>Read workflow</source>
        <translation>Ablauf lesen</translation>
    </message>
    <message>
        <source>History of a workflow</source>
        <translation>Verlauf eines Ablaufs</translation>
    </message>
    <message>
        <source>Workflow history</source>
        <translation>Verlauf eines Ablaufs</translation>
    </message>
    <message>
        <source>List kinds of workflows</source>
        <translation>Arten von Abläufen auflisten</translation>
    </message>
    <message>
        <source>List definitions</source>
        <translation>Arten von Abläufen auflisten</translation>
    </message>
    <message>
        <source>Start a workflow</source>
        <translation>Einen Ablauf starten</translation>
    </message>
    <message>
        <source>Start workflow</source>
        <translation>Ablauf starten</translation>
    </message>
    <message>
        <source>Send an event to a workflow</source>
        <translation>Einem Ablauf ein Ereignis senden</translation>
    </message>
    <message>
        <source>Send workflow event</source>
        <translation>Ablauf ein Ereignis senden</translation>
    </message>
    <message>
        <source>Cancel a workflow</source>
        <translation>Einen Ablauf abbrechen</translation>
    </message>
    <message>
        <source>Cancel workflow</source>
        <translation>Ablauf abbrechen</translation>
    </message>
    <message>
        <source>A note in the conversation %1</source>
        <translation>Eine Notiz im Gespräch %1</translation>
    </message>
    <message>
        <source>A draft in the conversation %1</source>
        <translation>Ein Entwurf im Gespräch %1</translation>
    </message>
    <message>
        <source>The escalation %1 is claimed</source>
        <translation>Die Eskalation %1 wird angenommen</translation>
    </message>
    <message>
        <source>Grace Fields gets a request: %1</source>
        <translation>Grace Fields bekommt eine Anfrage: %1</translation>
    </message>
    <message>
        <source>%1 is told: %2</source>
        <translation>%1 erfährt: %2</translation>
    </message>
    <message>
        <source>The record %1 of %2 is deleted</source>
        <translation>Der Datensatz %1 aus %2 wird gelöscht</translation>
    </message>
    <message>
        <source>A new task: %1</source>
        <translation>Eine neue Aufgabe: %1</translation>
    </message>
    <message>
        <source>The task %1 changes: %2</source>
        <translation>Die Aufgabe %1 ändert sich: %2</translation>
    </message>
    <message>
        <source>A workflow starts: %1</source>
        <translation>Ein Ablauf beginnt: %1</translation>
    </message>
    <message>
        <source>The workflow %1 gets the event %2</source>
        <translation>Der Ablauf %1 bekommt das Ereignis %2</translation>
    </message>
    <message>
        <source>The workflow %1 ends for good, and what it did is undone</source>
        <translation>Der Ablauf %1 endet für immer, und was er tat, wird rückgängig gemacht</translation>
    </message>
    <message>
        <source>The workflow %1 ends for good</source>
        <translation>Der Ablauf %1 endet für immer</translation>
    </message>
    <message>
        <source>asked for while working on: %1</source>
        <translation>erbeten bei der Arbeit an: %1</translation>
    </message>
    <message>
        <source>asked a model</source>
        <translation>fragte ein Modell</translation>
    </message>
    <message>
        <source>asked %1</source>
        <translation>fragte %1</translation>
    </message>
    <message>
        <source>wants 1 tool</source>
        <translation>möchte 1 Werkzeug</translation>
    </message>
    <message>
        <source>wants %1 tools</source>
        <translation>möchte %1 Werkzeuge</translation>
    </message>
    <message>
        <source>the answer was sent back</source>
        <translation>die Antwort ging zurück</translation>
    </message>
    <message>
        <source>rules take over</source>
        <translation>Regeln übernehmen</translation>
    </message>
    <message>
        <source>stopped by a person</source>
        <translation>von einem Menschen angehalten</translation>
    </message>
    <message>
        <source>the limit of %1 steps was reached</source>
        <translation>die Grenze von %1 Schritten war erreicht</translation>
    </message>
    <message>
        <source>the limit of %1 seconds was reached</source>
        <translation>die Grenze von %1 Sekunden war erreicht</translation>
    </message>
    <message>
        <source>the task&apos;s budget is spent</source>
        <translation>das Budget der Aufgabe ist aufgebraucht</translation>
    </message>
    <message>
        <source>the model declined to answer</source>
        <translation>das Modell wollte nicht antworten</translation>
    </message>
    <message>
        <source>the model&apos;s answer was not fit: %1</source>
        <translation>die Antwort des Modells taugte nicht: %1</translation>
    </message>
    <message>
        <source>not done: %1</source>
        <translation>nicht getan: %1</translation>
    </message>
    <message>
        <source>There is no tool of this name for you.</source>
        <translation>Ein Werkzeug dieses Namens gibt es hier nicht.</translation>
    </message>
    <message>
        <source>You may not use this tool. Say what a person would have to do.</source>
        <translation>Dieses Werkzeug ist ihm nicht erlaubt. Er sagt, was ein Mensch tun müsste.</translation>
    </message>
    <message>
        <source>A person was asked for leave; it waits for them. Go on without it.</source>
        <translation>Ein Mensch wurde um Erlaubnis gebeten; es wartet auf ihn.</translation>
    </message>
    <message>
        <source>This was done already: %1</source>
        <translation>Das wurde schon getan: %1</translation>
    </message>
    <message>
        <source>The words wait for a person, who sends them.</source>
        <translation>Die Worte warten auf einen Menschen, der sie sendet.</translation>
    </message>
    <message>
        <source>The answer is empty.</source>
        <translation>Die Antwort ist leer.</translation>
    </message>
    <message>
        <source>The answer is far too long.</source>
        <translation>Die Antwort ist viel zu lang.</translation>
    </message>
    <message>
        <source>The answer was cut in the middle: be shorter.</source>
        <translation>Die Antwort war mitten im Satz zu Ende.</translation>
    </message>
    <message>
        <source>The answer holds what looks like a password or a key.</source>
        <translation>Die Antwort enthält, was wie ein Passwort oder Schlüssel aussieht.</translation>
    </message>
    <message>
        <source>There is no source [%1].</source>
        <translation>Eine Quelle [%1] gibt es nicht.</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>durch %1</translation>
    </message>
    <message>
        <source>no model is set up</source>
        <translation>kein Modell ist eingerichtet</translation>
    </message>
    <message>
        <source>this conversation has no client to write to</source>
        <translation>dieses Gespräch hat keinen Kunden, dem zu schreiben wäre</translation>
    </message>
    <message>
        <source>rules have no words for this</source>
        <translation>Regeln haben hierfür keine Worte</translation>
    </message>
    <message>
        <source>the program ended in the middle; whether it worked is not known</source>
        <translation>das Programm endete mittendrin; ob es geklappt hat, ist nicht bekannt</translation>
    </message>
    <message>
        <source>the program ended %1 times over it</source>
        <translation>das Programm endete %1-mal darüber</translation>
    </message>
    <message>
        <source>it is under way</source>
        <translation>es ist im Gange</translation>
    </message>
    <message>
        <source>%1 asks to use &quot;%2&quot;: %3</source>
        <translation>%1 bittet um „%2“: %3</translation>
    </message>
    <message>
        <source>%1: answer by a model</source>
        <translation>%1: Antwort durch ein Modell</translation>
    </message>
    <message>
        <source>%1: answer by rules</source>
        <translation>%1: Antwort nach Regeln</translation>
    </message>
    <message>
        <source>%1: answer ended</source>
        <translation>%1: Antwort beendet</translation>
    </message>
    <message>
        <source>%1: draft by a model</source>
        <translation>%1: Entwurf durch ein Modell</translation>
    </message>
    <message>
        <source>%1: draft by rules</source>
        <translation>%1: Entwurf nach Regeln</translation>
    </message>
    <message>
        <source>%1: draft ended</source>
        <translation>%1: Entwurf beendet</translation>
    </message>
    <message>
        <source>%1: proposal by a model</source>
        <translation>%1: Vorschlag durch ein Modell</translation>
    </message>
    <message>
        <source>%1: proposal by rules</source>
        <translation>%1: Vorschlag nach Regeln</translation>
    </message>
    <message>
        <source>%1: proposal ended</source>
        <translation>%1: Vorschlag beendet</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Getan</translation>
    </message>
    <message>
        <source>Asked by %1</source>
        <translation>Gefragt von %1</translation>
    </message>
    <message>
        <source>Level %1: %2</source>
        <translation>Stufe %1: %2</translation>
    </message>
    <message>
        <source>it would have been so without the words &quot;%1&quot; (%2)</source>
        <translation>so wäre es ohne die Worte „%1“ gewesen (%2)</translation>
    </message>
    <message>
        <source>Use %1 at once</source>
        <translation>%1 sofort benutzen</translation>
    </message>
    <message>
        <source>policy: a person is asked</source>
        <translation>Vorgabe: Ein Mensch wird gefragt</translation>
    </message>
    <message>
        <source>policy: as a draft only</source>
        <translation>Vorgabe: nur als Entwurf</translation>
    </message>
    <message>
        <source>policy: not allowed</source>
        <translation>Vorgabe: nicht erlaubt</translation>
    </message>
    <message>
        <source>make a record with 1 field of %1</source>
        <translation>einen Datensatz mit 1 Feld in %1 anlegen</translation>
    </message>
    <message>
        <source>make a record with %1 fields of %2</source>
        <translation>einen Datensatz mit %1 Feldern in %2 anlegen</translation>
    </message>
    <message>
        <source>change 1 field of %1</source>
        <translation>1 Feld in %1 ändern</translation>
    </message>
    <message>
        <source>change %1 fields of %2</source>
        <translation>%1 Felder in %2 ändern</translation>
    </message>
    <message>
        <source>make the task &quot;%1&quot;</source>
        <translation>die Aufgabe „%1“ anlegen</translation>
    </message>
    <message>
        <source>start %1: %2</source>
        <translation>%1 starten: %2</translation>
    </message>
    <message>
        <source>tell a running workflow: %1</source>
        <translation>einem laufenden Ablauf melden: %1</translation>
    </message>
    <message>
        <source>prepare: %1</source>
        <translation>vorbereiten: %1</translation>
    </message>
    <message>
        <source>ask a person: %1</source>
        <translation>einen Menschen fragen: %1</translation>
    </message>
    <message>
        <source>tell %1: %2</source>
        <translation>%1 melden: %2</translation>
    </message>
    <message>
        <source>%1 would get this from Grace Fields, level %2</source>
        <translation>%1 bekäme das von Grace Fields, Stufe %2</translation>
    </message>
    <message>
        <source>%1 would not get this: Grace Fields hands it to %2</source>
        <translation>%1 bekäme das nicht: Grace Fields gibt es an %2</translation>
    </message>
    <message>
        <source>Local server</source>
        <translation>Server im Haus</translation>
    </message>
    <message>
        <source>Set the address of a model server</source>
        <translation>Setzen Sie die Adresse eines Modellservers</translation>
    </message>
    <message>
        <source>Set a key to use it</source>
        <translation>Setzen Sie einen Schlüssel, um ihn zu benutzen</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Usually %1 ms to the first word</source>
        <translation>Gewöhnlich %1 ms bis zum ersten Wort</translation>
    </message>
    <message>
        <source>nothing may leave this machine</source>
        <translation>nichts darf diesen Rechner verlassen</translation>
    </message>
    <message>
        <source>the request is too long for it</source>
        <translation>die Anfrage ist zu lang für ihn</translation>
    </message>
    <message>
        <source>it has no key</source>
        <translation>er hat keinen Schlüssel</translation>
    </message>
    <message>
        <source>it refuses the key</source>
        <translation>er lehnt den Schlüssel ab</translation>
    </message>
    <message>
        <source>it has no model for this</source>
        <translation>er hat dafür kein Modell</translation>
    </message>
    <message>
        <source>it has no model</source>
        <translation>er hat kein Modell</translation>
    </message>
    <message>
        <source>the budget does not allow it</source>
        <translation>das Budget lässt es nicht zu</translation>
    </message>
    <message>
        <source>the budget for language models does not allow this today</source>
        <translation>das Budget für Sprachmodelle lässt das heute nicht zu</translation>
    </message>
    <message>
        <source>no language model could answer: %1</source>
        <translation>kein Sprachmodell konnte antworten: %1</translation>
    </message>
    <message>
        <source>the provider does not take the key</source>
        <translation>der Anbieter nimmt den Schlüssel nicht</translation>
    </message>
    <message>
        <source>the provider takes no more requests at the moment</source>
        <translation>der Anbieter nimmt gerade keine weiteren Anfragen</translation>
    </message>
    <message>
        <source>the provider cannot answer at the moment</source>
        <translation>der Anbieter kann gerade nicht antworten</translation>
    </message>
    <message>
        <source>the provider refuses the request</source>
        <translation>der Anbieter lehnt die Anfrage ab</translation>
    </message>
    <message>
        <source>the provider does not know the model or the address</source>
        <translation>der Anbieter kennt das Modell oder die Adresse nicht</translation>
    </message>
    <message>
        <source>the account at the provider has no credit left</source>
        <translation>das Konto beim Anbieter hat kein Guthaben mehr</translation>
    </message>
    <message>
        <source>the key has no right to this</source>
        <translation>der Schlüssel hat dazu kein Recht</translation>
    </message>
    <message>
        <source>the request is longer than the model takes</source>
        <translation>die Anfrage ist länger, als das Modell nimmt</translation>
    </message>
    <message>
        <source>the answer broke off: %1</source>
        <translation>die Antwort brach ab: %1</translation>
    </message>
    <message>
        <source>it was taken back</source>
        <translation>es wurde zurückgenommen</translation>
    </message>
    <message>
        <source>neither a command nor an address is set</source>
        <translation>weder Befehl noch Adresse ist gesetzt</translation>
    </message>
    <message>
        <source>the program crashed</source>
        <translation>das Programm ist abgestürzt</translation>
    </message>
    <message>
        <source>the program ended with code %1</source>
        <translation>das Programm endete mit dem Code %1</translation>
    </message>
    <message>
        <source>the program takes nothing</source>
        <translation>das Programm nimmt nichts an</translation>
    </message>
    <message>
        <source>what the program writes is not this protocol</source>
        <translation>was das Programm schreibt, ist nicht dieses Protokoll</translation>
    </message>
    <message>
        <source>the server speaks no revision of the protocol that the console knows</source>
        <translation>der Server spricht keine Fassung des Protokolls, die die Konsole kennt</translation>
    </message>
    <message>
        <source>the server has forgotten the session</source>
        <translation>der Server hat die Sitzung vergessen</translation>
    </message>
    <message>
        <source>the server answered with status %1</source>
        <translation>der Server antwortete mit dem Status %1</translation>
    </message>
    <message>
        <source>the server says: %1</source>
        <translation>der Server sagt: %1</translation>
    </message>
    <message>
        <source>the server is not ready</source>
        <translation>der Server ist nicht bereit</translation>
    </message>
    <message>
        <source>Language models have cost %1 today; the soft limit of %2 is %3</source>
        <translation>Sprachmodelle haben heute %1 gekostet; die weiche Grenze von %2 ist %3</translation>
    </message>
    <message>
        <source>cheaper and local models are preferred until midnight (UTC)</source>
        <translation>bis Mitternacht (UTC) werden billigere und eigene Modelle bevorzugt</translation>
    </message>
    <message>
        <source>raise the limit in the settings, or let it be</source>
        <translation>heben Sie die Grenze in den Einstellungen, oder lassen Sie es so</translation>
    </message>
    <message>
        <source>answers may be plainer</source>
        <translation>Antworten können schlichter ausfallen</translation>
    </message>
    <message>
        <source>Nothing that is read says anything of this.</source>
        <translation>Nichts, was gelesen ist, sagt etwas dazu.</translation>
    </message>
    <message>
        <source>Nothing comes near the question, in words or in meaning.</source>
        <translation>Nichts kommt der Frage nahe, weder in den Worten noch in der Bedeutung.</translation>
    </message>
    <message>
        <source>What comes nearest does not carry an answer.</source>
        <translation>Was am nächsten kommt, trägt keine Antwort.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was reported as outdated: %2</source>
        <translation>„%1“ wurde als veraltet gemeldet: %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was last changed more than three years ago</source>
        <translation>„%1“ wurde vor mehr als drei Jahren zuletzt geändert</translation>
    </message>
    <message>
        <source>&quot;%1&quot; and &quot;%2&quot; say different things: %3 and %4</source>
        <translation>„%1“ und „%2“ sagen Verschiedenes: %3 und %4</translation>
    </message>
    <message>
        <source>Atlas answered &quot;%1&quot; from %2 sources.</source>
        <translation>Atlas hat „%1“ aus %2 Quellen beantwortet.</translation>
    </message>
    <message>
        <source>Atlas answered from %1 sources.</source>
        <translation>Atlas hat aus %1 Quellen geantwortet.</translation>
    </message>
    <message>
        <source>Atlas found no source that answers &quot;%1&quot;.</source>
        <translation>Atlas hat keine Quelle gefunden, die „%1“ beantwortet.</translation>
    </message>
    <message>
        <source>Atlas found no source that answers.</source>
        <translation>Atlas hat keine Quelle mit einer Antwort gefunden.</translation>
    </message>
    <message>
        <source>Atlas noted %1.</source>
        <translation>Atlas hat %1 vermerkt.</translation>
    </message>
    <message>
        <source>Atlas noted %1: sources are added by people, under Knowledge.</source>
        <translation>Atlas hat %1 vermerkt: Quellen fügen Menschen unter „Wissen“ hinzu.</translation>
    </message>
    <message>
        <source>the archive is damaged</source>
        <translation>das Archiv ist beschädigt</translation>
    </message>
    <message>
        <source>the document is damaged</source>
        <translation>das Dokument ist beschädigt</translation>
    </message>
    <message>
        <source>the PDF is damaged</source>
        <translation>das PDF ist beschädigt</translation>
    </message>
    <message>
        <source>the picture is damaged</source>
        <translation>das Bild ist beschädigt</translation>
    </message>
    <message>
        <source>the letter is damaged</source>
        <translation>die E-Mail ist beschädigt</translation>
    </message>
    <message>
        <source>the document is encrypted</source>
        <translation>das Dokument ist verschlüsselt</translation>
    </message>
    <message>
        <source>the PDF is encrypted</source>
        <translation>das PDF ist verschlüsselt</translation>
    </message>
    <message>
        <source>save it again with the program it comes from</source>
        <translation>speichern Sie es noch einmal mit dem Programm, aus dem es kommt</translation>
    </message>
    <message>
        <source>save it again with the program it comes from, or in another format</source>
        <translation>speichern Sie es noch einmal mit dem Programm, aus dem es kommt, oder in einem anderen Format</translation>
    </message>
    <message>
        <source>save it without a password</source>
        <translation>speichern Sie es ohne Passwort</translation>
    </message>
    <message>
        <source>it is of a kind that is not read</source>
        <translation>es ist von einer Art, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>save it as PDF, DOCX, ODT, HTML, Markdown, text, CSV, EML, PNG, JPEG or TIFF</source>
        <translation>speichern Sie es als PDF, DOCX, ODT, HTML, Markdown, Text, CSV, EML, PNG, JPEG oder TIFF</translation>
    </message>
    <message>
        <source>it is an office file of before 2007, which is not read</source>
        <translation>es ist eine Office-Datei aus der Zeit vor 2007, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>save it as DOCX, ODT or PDF</source>
        <translation>speichern Sie es als DOCX, ODT oder PDF</translation>
    </message>
    <message>
        <source>its reader failed over it</source>
        <translation>sein Leser ist daran gescheitert</translation>
    </message>
    <message>
        <source>it needs more memory to be read than there is</source>
        <translation>zum Lesen braucht es mehr Arbeitsspeicher, als da ist</translation>
    </message>
    <message>
        <source>divide it, or save it in another format</source>
        <translation>teilen Sie es, oder speichern Sie es in einem anderen Format</translation>
    </message>
    <message>
        <source>it is larger than %1 MiB</source>
        <translation>es ist größer als %1 MiB</translation>
    </message>
    <message>
        <source>it holds more than %1 MiB of text</source>
        <translation>es enthält mehr als %1 MiB Text</translation>
    </message>
    <message>
        <source>it holds more than %1 paragraphs, rows and the like</source>
        <translation>es enthält mehr als %1 Absätze, Zeilen und dergleichen</translation>
    </message>
    <message>
        <source>it is an archive of more than %1 entries</source>
        <translation>es ist ein Archiv mit mehr als %1 Einträgen</translation>
    </message>
    <message>
        <source>what is packed in it is larger than %1 MiB</source>
        <translation>was darin gepackt ist, ist größer als %1 MiB</translation>
    </message>
    <message>
        <source>it is packed more than %1 to 1, which only a trap is</source>
        <translation>es ist mehr als %1 zu 1 gepackt, was nur eine Falle ist</translation>
    </message>
    <message>
        <source>it has more than %1 parts</source>
        <translation>es hat mehr als %1 Teile</translation>
    </message>
    <message>
        <source>it has %1 pages, more than %2</source>
        <translation>es hat %1 Seiten, mehr als %2</translation>
    </message>
    <message>
        <source>it has more than %1 pages</source>
        <translation>es hat mehr als %1 Seiten</translation>
    </message>
    <message>
        <source>the picture has more than %1 million points</source>
        <translation>das Bild hat mehr als %1 Millionen Punkte</translation>
    </message>
    <message>
        <source>divide it into smaller documents, or raise the limit of the source</source>
        <translation>teilen Sie es in kleinere Dokumente, oder heben Sie die Grenze der Quelle an</translation>
    </message>
    <message>
        <source>its elements are nested deeper than %1</source>
        <translation>seine Elemente sind tiefer als %1 Stufen verschachtelt</translation>
    </message>
    <message>
        <source>read it in another format</source>
        <translation>lesen Sie es in einem anderen Format</translation>
    </message>
    <message>
        <source>its parts are nested deeper than %1</source>
        <translation>ihre Teile sind tiefer als %1 Stufen verschachtelt</translation>
    </message>
    <message>
        <source>save what matters of it as a letter of its own</source>
        <translation>speichern Sie, worauf es ankommt, als eigene E-Mail</translation>
    </message>
    <message>
        <source>its lists are nested deeper than %1</source>
        <translation>seine Listen sind tiefer als %1 Stufen verschachtelt</translation>
    </message>
    <message>
        <source>write it with fewer levels</source>
        <translation>schreiben Sie es mit weniger Stufen</translation>
    </message>
    <message>
        <source>it declares entities of its own, which no office program does</source>
        <translation>es erklärt eigene Entitäten, was kein Office-Programm tut</translation>
    </message>
    <message>
        <source>it took too long to read</source>
        <translation>das Lesen hat zu lange gedauert</translation>
    </message>
    <message>
        <source>it took too long to unpack</source>
        <translation>das Entpacken hat zu lange gedauert</translation>
    </message>
    <message>
        <source>its text took too long to recognise</source>
        <translation>das Erkennen seines Textes hat zu lange gedauert</translation>
    </message>
    <message>
        <source>a page of it, or all of it, took too long to read</source>
        <translation>das Lesen einer Seite oder des Ganzen hat zu lange gedauert</translation>
    </message>
    <message>
        <source>divide it into smaller documents, or try again when the computer has less to do</source>
        <translation>teilen Sie es in kleinere Dokumente, oder versuchen Sie es noch einmal, wenn der Rechner weniger zu tun hat</translation>
    </message>
    <message>
        <source>divide it into smaller documents, or save it in another format</source>
        <translation>teilen Sie es in kleinere Dokumente, oder speichern Sie es in einem anderen Format</translation>
    </message>
    <message>
        <source>the text of pictures cannot be recognised</source>
        <translation>der Text von Bildern lässt sich nicht erkennen</translation>
    </message>
    <message>
        <source>install the package tesseract-ocr-eng, or that of the language</source>
        <translation>installieren Sie das Paket tesseract-ocr-eng oder das der Sprache</translation>
    </message>
    <message>
        <source>its text could not be recognised</source>
        <translation>sein Text konnte nicht erkannt werden</translation>
    </message>
    <message>
        <source>scan it again, or save it in another format</source>
        <translation>scannen Sie es noch einmal, oder speichern Sie es in einem anderen Format</translation>
    </message>
    <message>
        <source>the file broke its reader</source>
        <translation>die Datei hat ihren Leser zum Absturz gebracht</translation>
    </message>
    <message>
        <source>the reader answered nothing that makes sense</source>
        <translation>der Leser hat nichts Sinnvolles geantwortet</translation>
    </message>
    <message>
        <source>read the document again, and report it if that happens again</source>
        <translation>lassen Sie das Dokument noch einmal lesen, und melden Sie es, wenn das wieder geschieht</translation>
    </message>
    <message>
        <source>the reader of documents could not be started: %1</source>
        <translation>der Leser der Dokumente konnte nicht gestartet werden: %1</translation>
    </message>
    <message>
        <source>check that the program is there and may be run</source>
        <translation>prüfen Sie, ob das Programm da ist und ausgeführt werden darf</translation>
    </message>
    <message>
        <source>the reader of documents could not be asked: %1</source>
        <translation>der Leser der Dokumente konnte nicht gefragt werden: %1</translation>
    </message>
    <message>
        <source>the reader of documents ended before it read anything</source>
        <translation>der Leser der Dokumente endete, bevor er etwas gelesen hat</translation>
    </message>
    <message>
        <source>check that the program can be run by itself, and that there is enough memory</source>
        <translation>prüfen Sie, ob das Programm für sich allein läuft und ob genug Arbeitsspeicher da ist</translation>
    </message>
    <message>
        <source>the text of page %1 was recognised, %2 % sure</source>
        <translation>der Text von Seite %1 wurde erkannt, zu %2 % sicher</translation>
    </message>
    <message>
        <source>the text of the picture was recognised, %1 % sure</source>
        <translation>der Text des Bildes wurde erkannt, zu %1 % sicher</translation>
    </message>
    <message>
        <source>no text was recognised in page %1</source>
        <translation>auf Seite %1 wurde kein Text erkannt</translation>
    </message>
    <message>
        <source>no text was recognised in the picture</source>
        <translation>im Bild wurde kein Text erkannt</translation>
    </message>
    <message>
        <source>page %1 is a picture whose text took too long to recognise</source>
        <translation>Seite %1 ist ein Bild, dessen Text zu erkennen zu lange dauerte</translation>
    </message>
    <message>
        <source>page %1 is a picture: %2</source>
        <translation>Seite %1 ist ein Bild: %2</translation>
    </message>
    <message>
        <source>1 page is a picture for whose text there was no time left</source>
        <translation>1 Seite ist ein Bild, für dessen Text keine Zeit mehr war</translation>
    </message>
    <message>
        <source>%1 pages are pictures for whose text there was no time left</source>
        <translation>%1 Seiten sind Bilder, für deren Text keine Zeit mehr war</translation>
    </message>
    <message>
        <source>the text of pictures is not recognised</source>
        <translation>der Text von Bildern wird nicht erkannt</translation>
    </message>
    <message>
        <source>its text was not read: %1</source>
        <translation>ihr Text wurde nicht gelesen: %1</translation>
    </message>
    <message>
        <source>a letter in a letter in a letter was not read: they are nested deeper than %1</source>
        <translation>eine E-Mail in einer E-Mail in einer E-Mail wurde nicht gelesen: Sie sind tiefer als %1 Stufen verschachtelt</translation>
    </message>
    <message>
        <source>the attachment without a name was not read: %1</source>
        <translation>der Anhang ohne Namen wurde nicht gelesen: %1</translation>
    </message>
    <message>
        <source>the attachment %1 was not read: %2</source>
        <translation>der Anhang %1 wurde nicht gelesen: %2</translation>
    </message>
    <message>
        <source>attachment without a name: %1</source>
        <translation>Anhang ohne Namen: %1</translation>
    </message>
    <message>
        <source>attachment %1: %2</source>
        <translation>Anhang %1: %2</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>its part %1, which is missing</source>
        <translation>sein Teil %1, der fehlt</translation>
    </message>
    <message>
        <source>its part %1, which has no text</source>
        <translation>sein Teil %1, der keinen Text hat</translation>
    </message>
    <message>
        <source>its part %1, which has no sheets</source>
        <translation>sein Teil %1, der keine Tabellen hat</translation>
    </message>
    <message>
        <source>its part %1, byte %2</source>
        <translation>sein Teil %1, Byte %2</translation>
    </message>
    <message>
        <source>its part %1</source>
        <translation>sein Teil %1</translation>
    </message>
    <message>
        <source>its head, which has no field of a letter</source>
        <translation>ihr Kopf, der kein Feld einer E-Mail hat</translation>
    </message>
    <message>
        <source>Tesseract, languages %1</source>
        <translation>Tesseract, Sprachen %1</translation>
    </message>
    <message>
        <source>only the first 4,000 bytes of the question are read</source>
        <translation>von der Frage werden nur die ersten 4.000 Bytes gelesen</translation>
    </message>
    <message>
        <source>after: is not earlier than before:, so nothing can be found: swap them</source>
        <translation>after: liegt nicht vor before:, so lässt sich nichts finden: Vertauschen Sie beide</translation>
    </message>
    <message>
        <source>a quotation mark is not closed: what follows it is taken as single words</source>
        <translation>ein Anführungszeichen ist nicht geschlossen: Was folgt, gilt als einzelne Wörter</translation>
    </message>
    <message>
        <source>only 16 words can be excluded: -%1 is left out</source>
        <translation>nur 16 Wörter lassen sich ausschließen: -%1 bleibt weg</translation>
    </message>
    <message>
        <source>only 8 phrases in quotes are looked for: &quot;%1&quot; is taken as single words</source>
        <translation>nur 8 Wendungen in Anführungszeichen werden gesucht: „%1“ gilt als einzelne Wörter</translation>
    </message>
    <message>
        <source>only the first 16 words of a phrase in quotes are looked for: &quot;%1&quot;</source>
        <translation>von einer Wendung in Anführungszeichen werden nur die ersten 16 Wörter gesucht: „%1“</translation>
    </message>
    <message>
        <source>%1: is no filter, did you mean %2:? There are source:, by:, type:, in:, entity:, lang:, after: and before:</source>
        <translation>%1: ist kein Filter, meinten Sie %2:? Es gibt source:, by:, type:, in:, entity:, lang:, after: und before:</translation>
    </message>
    <message>
        <source>a filter cannot be excluded: %1 is taken as words</source>
        <translation>ein Filter lässt sich nicht ausschließen: %1 gilt als Wörter</translation>
    </message>
    <message>
        <source>%1: has no value: write %2:2026-03-01 without a blank behind the colon</source>
        <translation>%1: hat keinen Wert: Schreiben Sie %2:2026-03-01 ohne Leerzeichen nach dem Doppelpunkt</translation>
    </message>
    <message>
        <source>%1: has no value: write %2:name without a blank behind the colon</source>
        <translation>%1: hat keinen Wert: Schreiben Sie %2:Name ohne Leerzeichen nach dem Doppelpunkt</translation>
    </message>
    <message>
        <source>%1 is no date: write %2:2026-03-01, %3:2026-03, %4:yesterday or %5:7d</source>
        <translation>%1 ist kein Datum: Schreiben Sie %2:2026-03-01, %3:2026-03, %4:yesterday oder %5:7d</translation>
    </message>
    <message>
        <source>%1: stands more than once: the last one counts</source>
        <translation>%1: steht mehr als einmal da: Das letzte zählt</translation>
    </message>
    <message>
        <source>only 16 values of %1: are looked for: %2 is left out</source>
        <translation>nur 16 Werte von %1: werden gesucht: %2 bleibt weg</translation>
    </message>
    <message>
        <source>only the first 64 words of the question are looked for</source>
        <translation>von der Frage werden nur die ersten 64 Wörter gesucht</translation>
    </message>
    <message>
        <source>meanings cannot be compared now</source>
        <translation>Bedeutungen lassen sich gerade nicht vergleichen</translation>
    </message>
    <message>
        <source>the service that compares meanings does not answer, so this computer did: %1</source>
        <translation>der Dienst, der Bedeutungen vergleicht, antwortet nicht, also hat es dieser Rechner getan: %1</translation>
    </message>
    <message>
        <source>the knowledge is not open</source>
        <translation>das Wissen ist nicht geöffnet</translation>
    </message>
    <message>
        <source>start the console as a whole</source>
        <translation>starten Sie die Konsole als Ganzes</translation>
    </message>
    <message>
        <source>nothing is asked</source>
        <translation>es ist nichts gefragt</translation>
    </message>
    <message>
        <source>write a question</source>
        <translation>schreiben Sie eine Frage</translation>
    </message>
    <message>
        <source>the limit is not a number from 1 to 100</source>
        <translation>die Grenze ist keine Zahl von 1 bis 100</translation>
    </message>
    <message>
        <source>ask for 1 to 100 passages</source>
        <translation>fragen Sie nach 1 bis 100 Passagen</translation>
    </message>
    <message>
        <source>there is no such document</source>
        <translation>ein solches Dokument gibt es nicht</translation>
    </message>
    <message>
        <source>search again: it may have been removed</source>
        <translation>suchen Sie noch einmal: Es kann entfernt worden sein</translation>
    </message>
    <message>
        <source>choose one that is read</source>
        <translation>wählen Sie eines, das gelesen ist</translation>
    </message>
    <message>
        <source>the reason is longer than 500 characters</source>
        <translation>der Grund ist länger als 500 Zeichen</translation>
    </message>
    <message>
        <source>say it in a sentence</source>
        <translation>sagen Sie es in einem Satz</translation>
    </message>
    <message>
        <source>the question is empty or longer than 1,000 characters</source>
        <translation>die Frage ist leer oder länger als 1.000 Zeichen</translation>
    </message>
    <message>
        <source>write one question</source>
        <translation>schreiben Sie eine einzige Frage</translation>
    </message>
    <message>
        <source>there is no such question</source>
        <translation>eine solche Frage gibt es nicht</translation>
    </message>
    <message>
        <source>this is no address of a web page</source>
        <translation>das ist keine Adresse einer Webseite</translation>
    </message>
    <message>
        <source>write it with https://, without a user and a password</source>
        <translation>schreiben Sie sie mit https://, ohne Benutzer und Passwort</translation>
    </message>
    <message>
        <source>only folders, files and web addresses can be added</source>
        <translation>nur Ordner, Dateien und Webadressen lassen sich hinzufügen</translation>
    </message>
    <message>
        <source>the hub and the notes are there already</source>
        <translation>der Hub und die Notizen sind schon da</translation>
    </message>
    <message>
        <source>there is no such file or folder</source>
        <translation>eine solche Datei oder einen solchen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>give its whole path</source>
        <translation>geben Sie den ganzen Pfad an</translation>
    </message>
    <message>
        <source>the console&apos;s own data cannot be a source</source>
        <translation>die eigenen Daten der Konsole können keine Quelle sein</translation>
    </message>
    <message>
        <source>choose a folder beside it</source>
        <translation>wählen Sie einen Ordner daneben</translation>
    </message>
    <message>
        <source>this is a source already: &quot;%1&quot;</source>
        <translation>das ist schon eine Quelle: „%1“</translation>
    </message>
    <message>
        <source>refresh it instead</source>
        <translation>lassen Sie stattdessen darin nachsehen</translation>
    </message>
    <message>
        <source>the document has no name</source>
        <translation>das Dokument hat keinen Namen</translation>
    </message>
    <message>
        <source>give it one with an ending, as &quot;prices.md&quot;</source>
        <translation>geben Sie ihm einen mit Endung, etwa „preise.md“</translation>
    </message>
    <message>
        <source>the document is empty or larger than 50 MiB</source>
        <translation>das Dokument ist leer oder größer als 50 MiB</translation>
    </message>
    <message>
        <source>split it</source>
        <translation>teilen Sie es</translation>
    </message>
    <message>
        <source>documents of this kind are not read</source>
        <translation>Dokumente dieser Art werden nicht gelesen</translation>
    </message>
    <message>
        <source>give it as PDF, DOCX, ODT, HTML, Markdown, text, CSV, EML or a picture</source>
        <translation>geben Sie es als PDF, DOCX, ODT, HTML, Markdown, Text, CSV, EML oder Bild</translation>
    </message>
    <message>
        <source>the document could not be kept: %1</source>
        <translation>das Dokument konnte nicht aufbewahrt werden: %1</translation>
    </message>
    <message>
        <source>make room on the disk</source>
        <translation>machen Sie auf der Festplatte Platz</translation>
    </message>
    <message>
        <source>it comes back as long as its source has it</source>
        <translation>es kommt wieder, solange seine Quelle es hat</translation>
    </message>
    <message>
        <source>remove it there, or remove the whole source</source>
        <translation>entfernen Sie es dort, oder entfernen Sie die ganze Quelle</translation>
    </message>
    <message>
        <source>its file could not be removed: %1</source>
        <translation>seine Datei konnte nicht entfernt werden: %1</translation>
    </message>
    <message>
        <source>there is no such source</source>
        <translation>eine solche Quelle gibt es nicht</translation>
    </message>
    <message>
        <source>no such source was removed in the last 30 days</source>
        <translation>eine solche Quelle wurde in den letzten 30 Tagen nicht entfernt</translation>
    </message>
    <message>
        <source>this source is always there</source>
        <translation>diese Quelle ist immer da</translation>
    </message>
    <message>
        <source>its place is a source again already</source>
        <translation>ihr Ort ist schon wieder eine Quelle</translation>
    </message>
    <message>
        <source>remove that one first</source>
        <translation>entfernen Sie zuerst jene</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was reported as outdated</source>
        <translation>„%1“ wurde als veraltet gemeldet</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is said to be up to date</source>
        <translation>„%1“ gilt wieder als aktuell</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was added to the sources</source>
        <translation>„%1“ wurde den Quellen hinzugefügt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was removed from the sources</source>
        <translation>„%1“ wurde aus den Quellen entfernt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was brought back</source>
        <translation>„%1“ wurde zurückgeholt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was added to the knowledge</source>
        <translation>„%1“ wurde dem Wissen hinzugefügt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was removed from the knowledge</source>
        <translation>„%1“ wurde aus dem Wissen entfernt</translation>
    </message>
    <message>
        <source>A question of the knowledge&apos;s own was saved</source>
        <translation>Eine eigene Frage zum Wissen wurde gesichert</translation>
    </message>
    <message>
        <source>A question of the knowledge&apos;s own was deleted</source>
        <translation>Eine eigene Frage zum Wissen wurde gelöscht</translation>
    </message>
    <message>
        <source>Reading of sources was paused</source>
        <translation>Das Lesen der Quellen wurde angehalten</translation>
    </message>
    <message>
        <source>Reading of sources goes on</source>
        <translation>Das Lesen der Quellen geht weiter</translation>
    </message>
    <message>
        <source>answer from the studio&apos;s sources</source>
        <translation>Antwort aus den Quellen des Studios</translation>
    </message>
    <message>
        <source>Search the knowledge</source>
        <translation>Im Wissen suchen</translation>
    </message>
    <message>
        <source>Search knowledge</source>
        <translation>Im Wissen suchen</translation>
    </message>
    <message>
        <source>Read a document</source>
        <translation>Ein Dokument lesen</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>Dokument lesen</translation>
    </message>
    <message>
        <source>The hub&apos;s records</source>
        <translation>Die Datensätze des Hubs</translation>
    </message>
    <message>
        <source>Notes and dictation</source>
        <translation>Notizen und Diktate</translation>
    </message>
    <message>
        <source>it is not there</source>
        <translation>sie ist nicht da</translation>
    </message>
    <message>
        <source>bring it back, or remove the source</source>
        <translation>bringen Sie sie zurück, oder entfernen Sie die Quelle</translation>
    </message>
    <message>
        <source>it cannot be read: %1</source>
        <translation>sie ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>sie lässt sich nicht öffnen</translation>
    </message>
    <message>
        <source>give the console the right to read it</source>
        <translation>geben Sie der Konsole das Recht, sie zu lesen</translation>
    </message>
    <message>
        <source>it could not be read to its end: %1</source>
        <translation>sie konnte nicht bis zum Ende gelesen werden: %1</translation>
    </message>
    <message>
        <source>it could not be read to its end</source>
        <translation>sie konnte nicht bis zum Ende gelesen werden</translation>
    </message>
    <message>
        <source>look whether its disk is well</source>
        <translation>sehen Sie nach, ob ihre Festplatte in Ordnung ist</translation>
    </message>
    <message>
        <source>the folder is empty now; what was read of it is kept</source>
        <translation>der Ordner ist jetzt leer; was daraus gelesen wurde, bleibt</translation>
    </message>
    <message>
        <source>only the first %1 files are read</source>
        <translation>nur die ersten %1 Dateien werden gelesen</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Keine Berechtigung</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht gefunden</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Fehler beim Lesen oder Schreiben</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Kein Platz mehr auf der Festplatte</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Das Dateisystem ist nur lesbar</translation>
    </message>
    <message>
        <source>the address is longer than 2,000 bytes</source>
        <translation>die Adresse ist länger als 2.000 Bytes</translation>
    </message>
    <message>
        <source>the address cannot be read</source>
        <translation>die Adresse ist nicht lesbar</translation>
    </message>
    <message>
        <source>the address is neither http nor https</source>
        <translation>die Adresse ist weder http noch https</translation>
    </message>
    <message>
        <source>the address holds a user or a password</source>
        <translation>die Adresse enthält einen Benutzer oder ein Passwort</translation>
    </message>
    <message>
        <source>the address has no host</source>
        <translation>die Adresse hat keinen Rechnernamen</translation>
    </message>
    <message>
        <source>write it as https://host/path</source>
        <translation>schreiben Sie sie als https://rechner/pfad</translation>
    </message>
    <message>
        <source>write it without them</source>
        <translation>schreiben Sie sie ohne diese</translation>
    </message>
    <message>
        <source>the name of the host is not known</source>
        <translation>der Name des Rechners ist unbekannt</translation>
    </message>
    <message>
        <source>check the address and the network</source>
        <translation>prüfen Sie die Adresse und das Netz</translation>
    </message>
    <message>
        <source>the name of the host was not found in time</source>
        <translation>der Name des Rechners wurde nicht rechtzeitig gefunden</translation>
    </message>
    <message>
        <source>check the network</source>
        <translation>prüfen Sie das Netz</translation>
    </message>
    <message>
        <source>the machine has no thread left to look up a host</source>
        <translation>der Rechner hat nichts mehr frei, um einen Namen nachzuschlagen</translation>
    </message>
    <message>
        <source>the address leads to this machine or the network around it</source>
        <translation>die Adresse führt auf diesen Rechner oder in das Netz um ihn herum</translation>
    </message>
    <message>
        <source>allow private addresses in the settings, if that is meant</source>
        <translation>erlauben Sie private Adressen in den Einstellungen, wenn das gemeint ist</translation>
    </message>
    <message>
        <source>a page of this kind is not read: %1</source>
        <translation>eine Seite dieser Art wird nicht gelesen: %1</translation>
    </message>
    <message>
        <source>the site takes no more requests at the moment</source>
        <translation>die Website nimmt gerade keine Anfragen mehr an</translation>
    </message>
    <message>
        <source>try again later</source>
        <translation>versuchen Sie es später noch einmal</translation>
    </message>
    <message>
        <source>the page is not for everybody</source>
        <translation>die Seite ist nicht für alle</translation>
    </message>
    <message>
        <source>add it as a file</source>
        <translation>fügen Sie sie als Datei hinzu</translation>
    </message>
    <message>
        <source>the site does not give the page</source>
        <translation>die Website gibt die Seite nicht heraus</translation>
    </message>
    <message>
        <source>the page sends its readers nowhere</source>
        <translation>die Seite leitet ins Leere weiter</translation>
    </message>
    <message>
        <source>the page sends its readers to another site</source>
        <translation>die Seite leitet auf eine andere Website weiter</translation>
    </message>
    <message>
        <source>add that one as a source of its own</source>
        <translation>fügen Sie jene als eigene Quelle hinzu</translation>
    </message>
    <message>
        <source>the page sends its readers round in a circle</source>
        <translation>die Seite leitet im Kreis weiter</translation>
    </message>
    <message>
        <source>the page sends its readers on too often</source>
        <translation>die Seite leitet zu oft weiter</translation>
    </message>
    <message>
        <source>the page is larger than %1 bytes</source>
        <translation>die Seite ist größer als %1 Bytes</translation>
    </message>
    <message>
        <source>the page is no text</source>
        <translation>die Seite ist kein Text</translation>
    </message>
    <message>
        <source>the site failed several times in a row</source>
        <translation>die Website versagte mehrmals nacheinander</translation>
    </message>
    <message>
        <source>the site asks readers not to read this page (robots.txt)</source>
        <translation>die Website bittet darum, diese Seite nicht zu lesen (robots.txt)</translation>
    </message>
    <message>
        <source>ask the site&apos;s owner, or add the page as a file</source>
        <translation>fragen Sie, wem die Website gehört, oder fügen Sie die Seite als Datei hinzu</translation>
    </message>
    <message>
        <source>the site cannot say what may be read (robots.txt)</source>
        <translation>die Website kann nicht sagen, was gelesen werden darf (robots.txt)</translation>
    </message>
    <message>
        <source>the site&apos;s robots.txt forbids it</source>
        <translation>die robots.txt der Website verbietet es</translation>
    </message>
    <message>
        <source>the start address does not exist</source>
        <translation>die Startadresse gibt es nicht</translation>
    </message>
    <message>
        <source>check the address</source>
        <translation>prüfen Sie die Adresse</translation>
    </message>
    <message>
        <source>a page could not be read</source>
        <translation>eine Seite konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>the Crawl4AI server does not take the token</source>
        <translation>der Crawl4AI-Server nimmt das Token nicht</translation>
    </message>
    <message>
        <source>enter its token in the settings</source>
        <translation>geben Sie sein Token in den Einstellungen ein</translation>
    </message>
    <message>
        <source>the Crawl4AI server takes no more requests at the moment</source>
        <translation>der Crawl4AI-Server nimmt gerade keine Anfragen mehr an</translation>
    </message>
    <message>
        <source>the Crawl4AI server could not read the page</source>
        <translation>der Crawl4AI-Server konnte die Seite nicht lesen</translation>
    </message>
    <message>
        <source>the answer is not that of a Crawl4AI server</source>
        <translation>die Antwort ist nicht die eines Crawl4AI-Servers</translation>
    </message>
    <message>
        <source>check its address</source>
        <translation>prüfen Sie seine Adresse</translation>
    </message>
    <message>
        <source>the console is offline</source>
        <translation>die Konsole ist offline</translation>
    </message>
    <message>
        <source>start it without --offline</source>
        <translation>starten Sie sie ohne --offline</translation>
    </message>
    <message>
        <source>too many requests wait already</source>
        <translation>es warten schon zu viele Anfragen</translation>
    </message>
    <message>
        <source>no memory for another connection</source>
        <translation>kein Speicher für eine weitere Verbindung</translation>
    </message>
    <message>
        <source>the headers of the answer are larger than 64 KiB</source>
        <translation>der Kopf der Antwort ist größer als 64 KiB</translation>
    </message>
    <message>
        <source>the answer is larger than %1 bytes</source>
        <translation>die Antwort ist größer als %1 Bytes</translation>
    </message>
    <message>
        <source>the name of the host leads where it may not lead</source>
        <translation>der Name des Rechners führt dorthin, wohin er nicht führen darf</translation>
    </message>
    <message>
        <source>no connection to the host</source>
        <translation>keine Verbindung zum Rechner</translation>
    </message>
    <message>
        <source>no connection to the host in time</source>
        <translation>keine rechtzeitige Verbindung zum Rechner</translation>
    </message>
    <message>
        <source>check that the service runs and the network is up</source>
        <translation>prüfen Sie, ob der Dienst läuft und das Netz da ist</translation>
    </message>
    <message>
        <source>the host&apos;s certificate is not trusted</source>
        <translation>dem Zertifikat des Rechners ist nicht zu trauen</translation>
    </message>
    <message>
        <source>check the address, and that the certificate is valid and known to this machine</source>
        <translation>prüfen Sie die Adresse und ob das Zertifikat gültig und diesem Rechner bekannt ist</translation>
    </message>
    <message>
        <source>no secure connection to the host</source>
        <translation>keine sichere Verbindung zum Rechner</translation>
    </message>
    <message>
        <source>check that the service speaks TLS 1.2 or newer</source>
        <translation>prüfen Sie, ob der Dienst TLS 1.2 oder neuer spricht</translation>
    </message>
    <message>
        <source>the answer stopped in the middle</source>
        <translation>die Antwort brach in der Mitte ab</translation>
    </message>
    <message>
        <source>nothing came for %1 ms; the request may have been carried out</source>
        <translation>%1 ms lang kam nichts; die Anfrage kann ausgeführt worden sein</translation>
    </message>
    <message>
        <source>no whole answer within %1 ms; the request may have been carried out</source>
        <translation>keine ganze Antwort binnen %1 ms; die Anfrage kann ausgeführt worden sein</translation>
    </message>
    <message>
        <source>the connection broke before the whole answer was there; the request may have been carried out</source>
        <translation>die Verbindung brach ab, bevor die ganze Antwort da war; die Anfrage kann ausgeführt worden sein</translation>
    </message>
    <message>
        <source>the answer is not HTTP</source>
        <translation>die Antwort ist kein HTTP</translation>
    </message>
    <message>
        <source>check that the address is the service&apos;s</source>
        <translation>prüfen Sie, ob die Adresse die des Dienstes ist</translation>
    </message>
    <message>
        <source>the exchange failed: %1</source>
        <translation>der Austausch scheiterte: %1</translation>
    </message>
    <message>
        <source>the network failed: %1</source>
        <translation>das Netz versagte: %1</translation>
    </message>
    <message>
        <source>the service does not take the key</source>
        <translation>der Dienst nimmt den Schlüssel nicht</translation>
    </message>
    <message>
        <source>enter a valid key in the settings of the service</source>
        <translation>geben Sie in den Einstellungen des Dienstes einen gültigen Schlüssel ein</translation>
    </message>
    <message>
        <source>the account at the service has no credit left</source>
        <translation>das Konto beim Dienst hat kein Guthaben mehr</translation>
    </message>
    <message>
        <source>the account at the service has no credit left: %1</source>
        <translation>das Konto beim Dienst hat kein Guthaben mehr: %1</translation>
    </message>
    <message>
        <source>the key has no right to this: %1</source>
        <translation>der Schlüssel hat dazu kein Recht: %1</translation>
    </message>
    <message>
        <source>the text is longer than the service takes</source>
        <translation>der Text ist länger, als der Dienst nimmt</translation>
    </message>
    <message>
        <source>the text is longer than the service takes: %1</source>
        <translation>der Text ist länger, als der Dienst nimmt: %1</translation>
    </message>
    <message>
        <source>the service takes no more requests at the moment</source>
        <translation>der Dienst nimmt gerade keine Anfragen mehr an</translation>
    </message>
    <message>
        <source>the service takes no more requests at the moment: %1</source>
        <translation>der Dienst nimmt gerade keine Anfragen mehr an: %1</translation>
    </message>
    <message>
        <source>the service did not answer in its time</source>
        <translation>der Dienst hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>the service did not answer in its time: %1</source>
        <translation>der Dienst hat nicht rechtzeitig geantwortet: %1</translation>
    </message>
    <message>
        <source>the service cannot answer at the moment</source>
        <translation>der Dienst kann gerade nicht antworten</translation>
    </message>
    <message>
        <source>the service cannot answer at the moment: %1</source>
        <translation>der Dienst kann gerade nicht antworten: %1</translation>
    </message>
    <message>
        <source>the service does not know the model or the address</source>
        <translation>der Dienst kennt das Modell oder die Adresse nicht</translation>
    </message>
    <message>
        <source>the service does not know the model or the address: %1</source>
        <translation>der Dienst kennt das Modell oder die Adresse nicht: %1</translation>
    </message>
    <message>
        <source>the service refuses the request</source>
        <translation>der Dienst lehnt die Anfrage ab</translation>
    </message>
    <message>
        <source>the service refuses the request: %1</source>
        <translation>der Dienst lehnt die Anfrage ab: %1</translation>
    </message>
    <message>
        <source>add credit there, or choose another service</source>
        <translation>laden Sie dort Guthaben auf, oder wählen Sie einen anderen Dienst</translation>
    </message>
    <message>
        <source>give the key the right to make embeddings, or choose another model</source>
        <translation>geben Sie dem Schlüssel das Recht, Vektoren zu bilden (embeddings), oder wählen Sie ein anderes Modell</translation>
    </message>
    <message>
        <source>choose a model that takes more</source>
        <translation>wählen Sie ein Modell, das mehr nimmt</translation>
    </message>
    <message>
        <source>check the model&apos;s name and the address of the service</source>
        <translation>prüfen Sie den Namen des Modells und die Adresse des Dienstes</translation>
    </message>
    <message>
        <source>the service sends its callers elsewhere</source>
        <translation>der Dienst leitet anderswohin weiter</translation>
    </message>
    <message>
        <source>enter the address it has now</source>
        <translation>geben Sie die Adresse ein, die er jetzt hat</translation>
    </message>
    <message>
        <source>the service changed the dimensions of its vectors while it was asked</source>
        <translation>der Dienst hat die Dimensionen seiner Vektoren geändert, während er gefragt wurde</translation>
    </message>
    <message>
        <source>ask again</source>
        <translation>fragen Sie noch einmal</translation>
    </message>
    <message>
        <source>the service has no address</source>
        <translation>der Dienst hat keine Adresse</translation>
    </message>
    <message>
        <source>enter its address, as https://host/v1</source>
        <translation>geben Sie seine Adresse ein, etwa https://rechner/v1</translation>
    </message>
    <message>
        <source>the kind of the service is not known</source>
        <translation>die Art des Dienstes ist unbekannt</translation>
    </message>
    <message>
        <source>choose openai, huggingface or compatible</source>
        <translation>wählen Sie openai, huggingface oder compatible</translation>
    </message>
    <message>
        <source>the name of the model cannot be part of an address</source>
        <translation>der Name des Modells kann nicht Teil einer Adresse sein</translation>
    </message>
    <message>
        <source>write it as owner/model</source>
        <translation>schreiben Sie ihn als inhaber/modell</translation>
    </message>
    <message>
        <source>no model is chosen</source>
        <translation>kein Modell ist gewählt</translation>
    </message>
    <message>
        <source>choose a model that makes vectors</source>
        <translation>wählen Sie ein Modell, das Vektoren bildet</translation>
    </message>
    <message>
        <source>the answer of the service is no JSON</source>
        <translation>die Antwort des Dienstes ist kein JSON</translation>
    </message>
    <message>
        <source>check the address of the service</source>
        <translation>prüfen Sie die Adresse des Dienstes</translation>
    </message>
    <message>
        <source>the answer of the service holds no vectors</source>
        <translation>die Antwort des Dienstes enthält keine Vektoren</translation>
    </message>
    <message>
        <source>check that the address and the model are for embeddings</source>
        <translation>prüfen Sie, ob Adresse und Modell Vektoren bilden (embeddings)</translation>
    </message>
    <message>
        <source>the service answers %1 vectors where %2 were asked for</source>
        <translation>der Dienst antwortet mit %1 Vektoren, gefragt waren %2</translation>
    </message>
    <message>
        <source>the service answers vectors whose numbers do not fit the texts</source>
        <translation>der Dienst antwortet mit Vektoren, deren Nummern nicht zu den Texten passen</translation>
    </message>
    <message>
        <source>the service answers a vector that is no list of numbers</source>
        <translation>der Dienst antwortet mit einem Vektor, der keine Liste von Zahlen ist</translation>
    </message>
    <message>
        <source>the service answers a vector of %1 numbers where %2 were expected</source>
        <translation>der Dienst antwortet mit einem Vektor aus %1 Zahlen, erwartet waren %2</translation>
    </message>
    <message>
        <source>set the dimensions that the model has, or none</source>
        <translation>setzen Sie die Dimensionen, die das Modell hat, oder keine</translation>
    </message>
    <message>
        <source>the service answers a vector with a number that is not finite</source>
        <translation>der Dienst antwortet mit einem Vektor, in dem eine Zahl nicht endlich ist</translation>
    </message>
    <message>
        <source>the service answers a vector of zeros</source>
        <translation>der Dienst antwortet mit einem Vektor aus Nullen</translation>
    </message>
    <message>
        <source>try another model</source>
        <translation>versuchen Sie ein anderes Modell</translation>
    </message>
    <message>
        <source>a basis cannot be learned from less than two passages</source>
        <translation>aus weniger als zwei Passagen lässt sich nichts lernen</translation>
    </message>
    <message>
        <source>a basis cannot be learned from passages without words</source>
        <translation>aus Passagen ohne Wörter lässt sich nichts lernen</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>die Festplatte ist voll</translation>
    </message>
    <message>
        <source>free some space; the console goes on by itself</source>
        <translation>schaffen Sie Platz; die Konsole macht von selbst weiter</translation>
    </message>
    <message>
        <source>the database file is damaged: %1</source>
        <translation>die Datenbankdatei ist beschädigt: %1</translation>
    </message>
    <message>
        <source>restore the newest file of the backups folder</source>
        <translation>stellen Sie die neueste Datei aus dem Ordner der Sicherungen wieder her</translation>
    </message>
    <message>
        <source>the database cannot be written: %1</source>
        <translation>in die Datenbank lässt sich nicht schreiben: %1</translation>
    </message>
    <message>
        <source>make the data folder writable for this user</source>
        <translation>machen Sie den Datenordner für diesen Benutzer beschreibbar</translation>
    </message>
    <message>
        <source>the disk reported an error: %1</source>
        <translation>die Festplatte meldete einen Fehler: %1</translation>
    </message>
    <message>
        <source>check the disk</source>
        <translation>prüfen Sie die Festplatte</translation>
    </message>
    <message>
        <source>the database cannot be opened: %1</source>
        <translation>die Datenbank lässt sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>check that the data folder exists and belongs to this user</source>
        <translation>prüfen Sie, ob es den Datenordner gibt und er diesem Benutzer gehört</translation>
    </message>
    <message>
        <source>the database is busy</source>
        <translation>die Datenbank ist belegt</translation>
    </message>
    <message>
        <source>close other programs that use it</source>
        <translation>schließen Sie andere Programme, die sie benutzen</translation>
    </message>
    <message>
        <source>the console is shutting down</source>
        <translation>die Konsole wird beendet</translation>
    </message>
    <message>
        <source>try again in a moment</source>
        <translation>versuchen Sie es gleich noch einmal</translation>
    </message>
    <message>
        <source>a step of the engine failed: %1</source>
        <translation>ein Schritt des Kerns scheiterte: %1</translation>
    </message>
    <message>
        <source>report it with this text</source>
        <translation>melden Sie das mit diesem Text</translation>
    </message>
    <message>
        <source>nothing is asked that a category knows</source>
        <translation>es wird nichts gefragt, was eine Kategorie kennt</translation>
    </message>
    <message>
        <source>%1 failed tries</source>
        <translation>%1 gescheiterte Versuche</translation>
    </message>
    <message>
        <source>open for 24 hours</source>
        <translation>seit 24 Stunden offen</translation>
    </message>
    <message>
        <source>no readable words</source>
        <translation>keine lesbaren Wörter</translation>
    </message>
    <message>
        <source>the language is not one the console reads</source>
        <translation>die Sprache ist keine, die die Konsole liest</translation>
    </message>
    <message>
        <source>%1 open matters of this contact</source>
        <translation>%1 offene Anliegen dieses Kontakts</translation>
    </message>
    <message>
        <source>lifetime value %1</source>
        <translation>bisheriger Umsatz %1</translation>
    </message>
    <message>
        <source>in the words of %1, which say nothing that was not given</source>
        <translation>in den Worten von %1, die nichts sagen, was nicht vorgegeben war</translation>
    </message>
    <message>
        <source>the words of %1 were left out: %2</source>
        <translation>die Worte von %1 wurden nicht übernommen: %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was not given</source>
        <translation>„%1“ war nicht vorgegeben</translation>
    </message>
    <message>
        <source>title or text is empty</source>
        <translation>Titel oder Text ist leer</translation>
    </message>
    <message>
        <source>Tried three times, open for a day, not readable, or trouble that no other rule knows: a person answers.</source>
        <translation>Dreimal versucht, einen Tag offen, nicht lesbar oder ein Ärger, den keine andere Regel kennt: Ein Mensch antwortet.</translation>
    </message>
</context>
<context>
    <name>hs::ui::EntryEditor</name>
    <message>
        <source>Add a person…</source>
        <translation>Person hinzufügen…</translation>
    </message>
    <message>
        <source>Another choice</source>
        <translation>Weitere Auswahl</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Name of the file</source>
        <translation>Name der Datei</translation>
    </message>
    <message>
        <source>Add the file</source>
        <translation>Datei hinzufügen</translation>
    </message>
    <message>
        <source>A file is told by its address on the web, such as https://studio.example/front.jpg.</source>
        <translation>Eine Datei wird durch ihre Adresse im Web angegeben, etwa https://studio.example/front.jpg.</translation>
    </message>
    <message>
        <source>“%1” is typed but not added: add it, or empty the field.</source>
        <extracomment>%1 what was typed into a field</extracomment>
        <translation>„%1“ ist eingegeben, aber nicht hinzugefügt: Fügen Sie es hinzu, oder leeren Sie das Feld.</translation>
    </message>
    <message>
        <source>“%1” needs a value.</source>
        <extracomment>%1 is the name of a property</extracomment>
        <translation>„%1“ braucht einen Wert.</translation>
    </message>
    <message numerus="yes">
        <source>“%1” takes %n entries at most.</source>
        <extracomment>%1 is the name of a property; %n how many entries it takes</extracomment>
        <translation>
            <numerusform>„%1“ nimmt höchstens %n Eintrag.</numerusform>
            <numerusform>„%1“ nimmt höchstens %n Einträge.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: name of the file</source>
        <extracomment>Read by screen readers. %1 name of a property</extracomment>
        <translation>%1: Name der Datei</translation>
    </message>
    <message>
        <source>%1: address of the file</source>
        <extracomment>Read by screen readers. %1 name of a property</extracomment>
        <translation>%1: Adresse der Datei</translation>
    </message>
    <message>
        <source>%1: add</source>
        <extracomment>Read by screen readers. %1 name of a property</extracomment>
        <translation>%1: hinzufügen</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>Datensatz öffnen</translation>
    </message>
    <message>
        <source>Take “%1” out of “%2”</source>
        <extracomment>Read by screen readers. %1 entry of a property, %2 name of the property</extracomment>
        <translation>„%1“ aus „%2“ herausnehmen</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <comment>entries of a property</comment>
        <translation>
            <numerusform>Alle %n zeigen</numerusform>
            <numerusform>Alle %n zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a record…</source>
        <translation>Datensatz wählen…</translation>
    </message>
    <message>
        <source>Add a record…</source>
        <translation>Datensatz hinzufügen…</translation>
    </message>
    <message>
        <source>Add a choice…</source>
        <translation>Auswahl hinzufügen…</translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationCommands</name>
    <message>
        <source>Claiming and deciding needs the role reviewer. An administrator can give it in the settings.</source>
        <translation>Annehmen und Entscheiden braucht die Rolle Prüfung. Die Verwaltung kann sie in den Einstellungen geben.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 what did not work, a sentence; %2 why, a sentence.</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>The escalation could not be claimed.</source>
        <translation>Die Eskalation konnte nicht angenommen werden.</translation>
    </message>
    <message>
        <source>%1 claimed this %2 ago.</source>
        <extracomment>A lost race: %1 a person, %2 a duration (&quot;3 seconds&quot;).</extracomment>
        <translation>%1 hat den Fall vor %2 angenommen.</translation>
    </message>
    <message>
        <source>Nothing waits that you may decide.</source>
        <translation>Es wartet nichts, was Sie entscheiden dürfen.</translation>
    </message>
    <message>
        <source>The next escalation could not be claimed.</source>
        <translation>Die nächste Eskalation konnte nicht angenommen werden.</translation>
    </message>
    <message>
        <source>Take over from %1</source>
        <comment>%1 is a person</comment>
        <translation>Von %1 übernehmen</translation>
    </message>
    <message>
        <source>%1 has claimed “%2”. They are told that you took it, and why.</source>
        <translation>%1 hat „%2“ angenommen. Die Person erfährt, dass Sie den Fall übernommen haben und warum.</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>The escalation could not be taken over.</source>
        <translation>Die Eskalation konnte nicht übernommen werden.</translation>
    </message>
    <message>
        <source>Given back to the queue: %1</source>
        <translation>Zurück in der Warteschlange: %1</translation>
    </message>
    <message>
        <source>The claim could not be released.</source>
        <translation>Die Annahme konnte nicht zurückgelegt werden.</translation>
    </message>
    <message>
        <source>The people could not be read.</source>
        <translation>Die Personen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Assign “%1”</source>
        <translation>„%1“ zuweisen</translation>
    </message>
    <message numerus="yes">
        <source>Assign %n escalation(s)</source>
        <translation>
            <numerusform>%n Eskalation zuweisen</numerusform>
            <numerusform>%n Eskalationen zuweisen</numerusform>
        </translation>
    </message>
    <message>
        <source>“%1” could not be assigned.</source>
        <translation>„%1“ konnte nicht zugewiesen werden.</translation>
    </message>
    <message>
        <source>15 minutes</source>
        <comment>snooze for</comment>
        <translation>15 Minuten</translation>
    </message>
    <message>
        <source>1 hour</source>
        <comment>snooze for</comment>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>Until tomorrow morning</source>
        <comment>snooze</comment>
        <translation>Bis morgen früh</translation>
    </message>
    <message>
        <source>Until Monday morning</source>
        <comment>snooze</comment>
        <translation>Bis Montag früh</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A time to snooze until: %1 in words, %2 as a moment.</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Snoozed until %1</source>
        <extracomment>%1 is a moment.</extracomment>
        <translation>Zurückgestellt bis %1</translation>
    </message>
    <message>
        <source>“%1” could not be snoozed.</source>
        <translation>„%1“ konnte nicht zurückgestellt werden.</translation>
    </message>
    <message>
        <source>The clocks could not be stopped.</source>
        <translation>Die Fristen konnten nicht angehalten werden.</translation>
    </message>
    <message>
        <source>The clocks could not be started again.</source>
        <translation>Die Fristen konnten nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Change priority to %1</source>
        <comment>%1 is a priority</comment>
        <translation>Priorität auf %1 ändern</translation>
    </message>
    <message>
        <source>Both deadlines are worked out anew, from the time the escalation was opened.</source>
        <translation>Beide Fristen werden neu berechnet, ab der Eröffnung der Eskalation.</translation>
    </message>
    <message>
        <source>Change priority</source>
        <translation>Priorität ändern</translation>
    </message>
    <message>
        <source>The priority could not be changed.</source>
        <translation>Die Priorität konnte nicht geändert werden.</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
    <message>
        <source>The decision could not be taken back.</source>
        <translation>Die Entscheidung konnte nicht zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Link copied</source>
        <translation>Verweis kopiert</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>An entry of &quot;undo&quot;: %1 what was decided, %2 the escalation&apos;s title.</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationDelegate</name>
    <message>
        <source>Claim</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>A client and the studio: &quot;Helen Ashworth · Stillwater&quot;.</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>You</source>
        <comment>who has claimed an escalation</comment>
        <translation>Sie</translation>
    </message>
    <message>
        <source>from %1</source>
        <extracomment>Who asks for a person: %1 is an agent.</extracomment>
        <translation>von %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationDetailView</name>
    <message>
        <source>What matters</source>
        <comment>part of the history</comment>
        <translation>Das Wichtige</translation>
    </message>
    <message>
        <source>Everything</source>
        <comment>the whole history</comment>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Facts</source>
        <comment>about the client and the case</comment>
        <translation>Fakten</translation>
    </message>
    <message>
        <source>Audit</source>
        <comment>who did what to a case</comment>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Approve and send</source>
        <translation>Freigeben und senden</translation>
    </message>
    <message>
        <source>accept yes send</source>
        <comment>search words</comment>
        <translation>annehmen ja senden</translation>
    </message>
    <message>
        <source>Edit the reply</source>
        <translation>Antwort bearbeiten</translation>
    </message>
    <message>
        <source>write change</source>
        <comment>search words</comment>
        <translation>schreiben ändern</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Ablehnen…</translation>
    </message>
    <message>
        <source>no decline</source>
        <comment>search words</comment>
        <translation>nein absagen</translation>
    </message>
    <message>
        <source>Hand back…</source>
        <translation>Zurückgeben…</translation>
    </message>
    <message>
        <source>return agent instruction</source>
        <comment>search words</comment>
        <translation>zurück agent anweisung</translation>
    </message>
    <message>
        <source>Ask for another proposal…</source>
        <translation>Um einen anderen Vorschlag bitten…</translation>
    </message>
    <message>
        <source>rewrite agent remark</source>
        <comment>search words</comment>
        <translation>umschreiben agent bemerkung</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>take mine</source>
        <comment>search words</comment>
        <translation>nehmen meins</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Zurücklegen</translation>
    </message>
    <message>
        <source>give back queue</source>
        <comment>search words</comment>
        <translation>zurückgeben warteschlange</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Zuweisen…</translation>
    </message>
    <message>
        <source>colleague hand over</source>
        <comment>search words</comment>
        <translation>kollegen übergeben</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>Übernehmen…</translation>
    </message>
    <message>
        <source>claim from colleague</source>
        <comment>search words</comment>
        <translation>von kollegen annehmen</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>later remind</source>
        <comment>search words</comment>
        <translation>später erinnern</translation>
    </message>
    <message>
        <source>Waiting on client</source>
        <translation>Wartet auf Kundschaft</translation>
    </message>
    <message>
        <source>pause clock stop</source>
        <comment>search words</comment>
        <translation>pause frist anhalten</translation>
    </message>
    <message>
        <source>Open conversation</source>
        <translation>Gespräch öffnen</translation>
    </message>
    <message>
        <source>messages thread</source>
        <comment>search words</comment>
        <translation>nachrichten gespräch</translation>
    </message>
    <message>
        <source>Undo the decision</source>
        <translation>Entscheidung zurücknehmen</translation>
    </message>
    <message>
        <source>take back</source>
        <comment>search words</comment>
        <translation>zurücknehmen</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Verweis kopieren</translation>
    </message>
    <message>
        <source>address share</source>
        <comment>search words</comment>
        <translation>adresse teilen</translation>
    </message>
    <message>
        <source>Escalation</source>
        <translation>Eskalation</translation>
    </message>
    <message>
        <source>Escalation %1</source>
        <extracomment>%1 is a number such as E-1042.</extracomment>
        <translation>Eskalation %1</translation>
    </message>
    <message>
        <source>Claimed by you</source>
        <extracomment>%1 is a person.</extracomment>
        <translation>Von Ihnen angenommen</translation>
    </message>
    <message>
        <source>Claimed by %1</source>
        <translation>Angenommen von %1</translation>
    </message>
    <message>
        <source>A decision on “%1” is on its way.</source>
        <translation>Eine Entscheidung zu „%1“ ist unterwegs.</translation>
    </message>
    <message>
        <source>No escalation is open</source>
        <translation>Keine Eskalation ist geöffnet</translation>
    </message>
    <message>
        <source>Choose one in the queue, or take the most urgent one.</source>
        <translation>Wählen Sie eine aus der Warteschlange oder nehmen Sie die dringendste.</translation>
    </message>
    <message>
        <source>Claim next</source>
        <translation>Nächste annehmen</translation>
    </message>
    <message>
        <source>This escalation is gone</source>
        <translation>Diese Eskalation gibt es nicht mehr</translation>
    </message>
    <message>
        <source>It may have been removed, or the link is not right.</source>
        <translation>Vielleicht wurde sie entfernt, oder der Verweis stimmt nicht.</translation>
    </message>
    <message>
        <source>The escalation could not be read.</source>
        <translation>Die Eskalation konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>%1 wrote while you were at work. Read it, then decide.</source>
        <comment>%1 is a client or a colleague</comment>
        <translation>%1 hat geschrieben, während Sie arbeiteten. Lesen Sie es, dann entscheiden Sie.</translation>
    </message>
    <message>
        <source>The case changed while you were at work. Look at it again, then decide.</source>
        <translation>Der Fall hat sich geändert, während Sie arbeiteten. Sehen Sie ihn noch einmal an, dann entscheiden Sie.</translation>
    </message>
    <message numerus="yes">
        <source>%n more step(s)</source>
        <comment>that &quot;what matters&quot; leaves out</comment>
        <translation>
            <numerusform>%n weiterer Schritt</numerusform>
            <numerusform>%n weitere Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>Open an escalation first.</source>
        <translation>Öffnen Sie zuerst eine Eskalation.</translation>
    </message>
    <message>
        <source>It is decided already.</source>
        <translation>Sie ist schon entschieden.</translation>
    </message>
    <message>
        <source>Claim it first.</source>
        <translation>Nehmen Sie sie zuerst an.</translation>
    </message>
    <message>
        <source>It is claimed already.</source>
        <translation>Sie ist schon angenommen.</translation>
    </message>
    <message>
        <source>Only the person who claimed it can release it.</source>
        <translation>Nur wer sie angenommen hat, kann sie zurücklegen.</translation>
    </message>
    <message>
        <source>Nobody else has claimed it.</source>
        <translation>Niemand sonst hat sie angenommen.</translation>
    </message>
    <message>
        <source>No longer waiting on client</source>
        <translation>Wartet nicht mehr auf Kundschaft</translation>
    </message>
    <message>
        <source>It can no longer be taken back.</source>
        <translation>Sie lässt sich nicht mehr zurücknehmen.</translation>
    </message>
    <message>
        <source>No conversation belongs to it.</source>
        <translation>Es gehört kein Gespräch dazu.</translation>
    </message>
    <message>
        <source>Draft saved %1</source>
        <extracomment>%1 is a time of day.</extracomment>
        <translation>Entwurf gespeichert %1</translation>
    </message>
    <message>
        <source>The draft is not saved yet. %1</source>
        <extracomment>%1 is why.</extracomment>
        <translation>Der Entwurf ist noch nicht gespeichert. %1</translation>
    </message>
    <message>
        <source>an amount</source>
        <comment>part of: you changed …</comment>
        <translation>einen Betrag</translation>
    </message>
    <message>
        <source>a date or time</source>
        <comment>part of: you changed …</comment>
        <translation>ein Datum oder eine Zeit</translation>
    </message>
    <message>
        <source>the recipient</source>
        <comment>part of: you changed …</comment>
        <translation>die empfangende Person</translation>
    </message>
    <message>
        <source>Why the change?</source>
        <translation>Warum die Änderung?</translation>
    </message>
    <message>
        <source>Your version changes %1. Say why, so that it can be followed later.</source>
        <extracomment>%1 is a list such as &quot;an amount, a date or time&quot;.</extracomment>
        <translation>Ihre Fassung ändert %1. Sagen Sie warum, damit es später nachvollziehbar ist.</translation>
    </message>
    <message>
        <source>Approve edited and send</source>
        <translation>Bearbeitet freigeben und senden</translation>
    </message>
    <message>
        <source>Reject the proposal</source>
        <translation>Vorschlag ablehnen</translation>
    </message>
    <message>
        <source>Nothing is sent, and none of the effects happens.</source>
        <translation>Es wird nichts gesendet, und keine der Wirkungen tritt ein.</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>Fall schließen</translation>
    </message>
    <message>
        <source>I answer by hand, in the conversation</source>
        <translation>Ich antworte selbst, im Gespräch</translation>
    </message>
    <message>
        <source>Hand back to %1</source>
        <extracomment>%1 is an agent.</extracomment>
        <translation>An %1 zurückgeben</translation>
    </message>
    <message>
        <source>Your words become the agent&apos;s instruction. The same rule does not ask again for the same cause, unless the facts change.</source>
        <translation>Ihre Worte werden die Anweisung des Agenten. Dieselbe Regel fragt aus demselben Anlass nicht noch einmal, außer die Fakten ändern sich.</translation>
    </message>
    <message>
        <source>Hand back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>Ask for another proposal</source>
        <translation>Um einen anderen Vorschlag bitten</translation>
    </message>
    <message>
        <source>What should %1 do differently? Your own version stays as it is.</source>
        <extracomment>%1 is an agent.</extracomment>
        <translation>Was soll %1 anders machen? Ihre eigene Fassung bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Another proposal was asked for.</source>
        <translation>Um einen anderen Vorschlag wurde gebeten.</translation>
    </message>
    <message>
        <source>Nothing was sent: the case changed. Look at what is new, then decide again.</source>
        <translation>Es wurde nichts gesendet: der Fall hat sich geändert. Sehen Sie sich das Neue an und entscheiden Sie dann erneut.</translation>
    </message>
    <message>
        <source>The decision was not taken: %1</source>
        <extracomment>%1 is why.</extracomment>
        <translation>Die Entscheidung wurde nicht getroffen: %1</translation>
    </message>
    <message>
        <source>More for this escalation</source>
        <translation>Mehr zu dieser Eskalation</translation>
    </message>
    <message>
        <source>menu</source>
        <comment>search words</comment>
        <translation>menü</translation>
    </message>
    <message>
        <source>The proposal may no longer fit: something happened since it was made.</source>
        <translation>Der Vorschlag passt vielleicht nicht mehr: Seither ist etwas geschehen.</translation>
    </message>
    <message>
        <source>%1 wrote after this reply was proposed. Read it, then decide.</source>
        <extracomment>%1 is who wrote: the client or a colleague.</extracomment>
        <translation>%1 schrieb, nachdem diese Antwort vorgeschlagen wurde. Erst lesen, dann entscheiden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationDocks</name>
    <message>
        <source>Escalations</source>
        <translation>Eskalationen</translation>
    </message>
    <message>
        <source>Escalation</source>
        <translation>Eskalation</translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationsView</name>
    <message>
        <source>Escalations</source>
        <translation>Eskalationen</translation>
    </message>
    <message>
        <source>The escalations could not be read.</source>
        <translation>Die Eskalationen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <comment>escalations</comment>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Overdue</source>
        <comment>number of escalations</comment>
        <translation>Überfällig</translation>
    </message>
    <message>
        <source>Due soon</source>
        <comment>number of escalations</comment>
        <translation>Bald fällig</translation>
    </message>
    <message>
        <source>On track</source>
        <comment>number of escalations</comment>
        <translation>Im Plan</translation>
    </message>
    <message>
        <source>Median reply</source>
        <comment>time until escalations are answered</comment>
        <translation>Mittlere Antwort</translation>
    </message>
    <message>
        <source>Median time to the first reply, over the last 30 days</source>
        <translation>Mittlere Zeit bis zur ersten Antwort, über die letzten 30 Tage</translation>
    </message>
    <message>
        <source>Find an escalation</source>
        <translation>Eskalation suchen</translation>
    </message>
    <message>
        <source>All</source>
        <comment>filter of the escalations</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Mine</source>
        <comment>filter of the escalations</comment>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Reason class</source>
        <translation>Art des Grundes</translation>
    </message>
    <message>
        <source>Every reason class</source>
        <translation>Jede Art des Grundes</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Assign…</source>
        <translation>Zuweisen…</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Decided today</source>
        <translation>Heute entschieden</translation>
    </message>
    <message>
        <source>Filter escalations</source>
        <translation>Eskalationen filtern</translation>
    </message>
    <message>
        <source>search mine class studio</source>
        <comment>search words</comment>
        <translation>suchen meine art studio</translation>
    </message>
    <message>
        <source>Claim next escalation</source>
        <translation>Nächste Eskalation annehmen</translation>
    </message>
    <message>
        <source>take most urgent</source>
        <comment>search words</comment>
        <translation>nehmen dringendste</translation>
    </message>
    <message>
        <source>Open escalation</source>
        <translation>Eskalation öffnen</translation>
    </message>
    <message>
        <source>detail show</source>
        <comment>search words</comment>
        <translation>einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>take mine</source>
        <comment>search words</comment>
        <translation>nehmen meins</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Zurücklegen</translation>
    </message>
    <message>
        <source>give back queue</source>
        <comment>search words</comment>
        <translation>zurückgeben warteschlange</translation>
    </message>
    <message>
        <source>Take over…</source>
        <translation>Übernehmen…</translation>
    </message>
    <message>
        <source>claim from colleague</source>
        <comment>search words</comment>
        <translation>von kollegen annehmen</translation>
    </message>
    <message>
        <source>colleague hand over</source>
        <comment>search words</comment>
        <translation>kollegen übergeben</translation>
    </message>
    <message>
        <source>later remind</source>
        <comment>search words</comment>
        <translation>später erinnern</translation>
    </message>
    <message>
        <source>Waiting on client</source>
        <translation>Wartet auf Kundschaft</translation>
    </message>
    <message>
        <source>pause clock stop</source>
        <comment>search words</comment>
        <translation>pause frist anhalten</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>Verweis kopieren</translation>
    </message>
    <message>
        <source>address share</source>
        <comment>search words</comment>
        <translation>adresse teilen</translation>
    </message>
    <message>
        <source>none yet</source>
        <comment>median reply: nothing was answered yet</comment>
        <translation>noch keine</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>An entry of &quot;undo&quot;: %1 what was decided, %2 the escalation&apos;s title.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No open escalation fits the filters.</source>
        <translation>Keine offene Eskalation passt zu den Filtern.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>All done</source>
        <translation>Alles erledigt</translation>
    </message>
    <message>
        <source>Nothing needs a person right now.</source>
        <translation>Gerade braucht nichts einen Menschen.</translation>
    </message>
    <message>
        <source>No escalations yet</source>
        <translation>Noch keine Eskalationen</translation>
    </message>
    <message>
        <source>When an agent meets a case that a person has to decide, it appears here with its deadline.</source>
        <translation>Trifft ein Agent auf einen Fall, den ein Mensch entscheiden muss, erscheint er hier mit seiner Frist.</translation>
    </message>
    <message>
        <source>Every studio</source>
        <translation>Jedes Studio</translation>
    </message>
    <message>
        <source>The whole window shows one studio. Choose another one above.</source>
        <translation>Das ganze Fenster zeigt ein Studio. Wählen Sie oben ein anderes.</translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <comment>escalations</comment>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Select an escalation first.</source>
        <translation>Wählen Sie zuerst eine Eskalation.</translation>
    </message>
    <message>
        <source>%1 has claimed it.</source>
        <translation>%1 hat sie angenommen.</translation>
    </message>
    <message>
        <source>Only the person who claimed it can release it.</source>
        <translation>Nur wer sie angenommen hat, kann sie zurücklegen.</translation>
    </message>
    <message>
        <source>Nobody else has claimed it.</source>
        <translation>Niemand sonst hat sie angenommen.</translation>
    </message>
    <message>
        <source>No longer waiting on client</source>
        <translation>Wartet nicht mehr auf Kundschaft</translation>
    </message>
    <message>
        <source>Undo decision</source>
        <translation>Entscheidung zurücknehmen</translation>
    </message>
</context>
<context>
    <name>hs::ui::EventPage</name>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>The events could not be read.</source>
        <translation>Die Ereignisse konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Find an event</source>
        <translation>Ereignis suchen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Every state</source>
        <translation>Jeder Zustand</translation>
    </message>
    <message>
        <source>Content as received</source>
        <translation>Inhalt wie empfangen</translation>
    </message>
    <message>
        <source>What it caused</source>
        <translation>Was es bewirkt hat</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Processes the failed event again</source>
        <translation>Bearbeitet das gescheiterte Ereignis erneut</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Processes the stored delivery once more, as a new event</source>
        <translation>Bearbeitet die gespeicherte Zustellung noch einmal, als neues Ereignis</translation>
    </message>
    <message>
        <source>Copy content</source>
        <translation>Inhalt kopieren</translation>
    </message>
    <message>
        <source>Tried again</source>
        <translation>Erneut versucht</translation>
    </message>
    <message>
        <source>The event could not be tried again.</source>
        <translation>Das Ereignis konnte nicht erneut versucht werden.</translation>
    </message>
    <message>
        <source>Processed once more as a new event</source>
        <translation>Noch einmal als neues Ereignis bearbeitet</translation>
    </message>
    <message>
        <source>The event could not be replayed.</source>
        <translation>Das Ereignis konnte nicht wiederholt werden.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No event fits the filters.</source>
        <translation>Kein Ereignis passt zu den Filtern.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Nothing came in yet</source>
        <translation>Noch ist nichts eingegangen</translation>
    </message>
    <message>
        <source>What forms, shops and other services send appears here.</source>
        <translation>Was Formulare, Läden und andere Dienste senden, erscheint hier.</translation>
    </message>
    <message>
        <source>Show integrations</source>
        <translation>Anbindungen zeigen</translation>
    </message>
    <message>
        <source>The event could not be read.</source>
        <translation>Das Ereignis konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 from %2 · %3</source>
        <extracomment>An event: %1 type, %2 sender, %3 state.</extracomment>
        <translation>%1 von %2 · %3</translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n Versuch</numerusform>
            <numerusform>%n Versuche</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeat(s) acknowledged</source>
        <comment>the sender sent the same delivery again</comment>
        <translation>
            <numerusform>%n Wiederholung bestätigt</numerusform>
            <numerusform>%n Wiederholungen bestätigt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>One thing that an event caused: %1 title, %2 moment.</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>It has caused nothing yet.</source>
        <translation>Es hat noch nichts bewirkt.</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
</context>
<context>
    <name>hs::ui::FacetRow</name>
    <message>
        <source>%1 %2</source>
        <extracomment>A chip that filters. %1 is a source, %2 how many passages of it were found</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Only from %1, %2 found</source>
        <extracomment>Read by screen readers. %1 is a source, %2 how many passages of it were found</extracomment>
        <translation>Nur aus %1, %2 gefunden</translation>
    </message>
    <message>
        <source>All %1</source>
        <extracomment>The chip that shows the results of every source. %1 is their number</extracomment>
        <translation>Alle %1</translation>
    </message>
    <message>
        <source>From all sources, %1 found</source>
        <translation>Aus allen Quellen, %1 gefunden</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <comment>sources</comment>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more source(s)</source>
        <translation>
            <numerusform>%n weitere Quelle</numerusform>
            <numerusform>%n weitere Quellen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::FactSheet</name>
    <message>
        <source>%1: %2</source>
        <extracomment>Read by screen readers. %1 name of a field, %2 its value</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n more letters are not shown.</source>
        <translation>
            <numerusform>%n weiteres Zeichen wird nicht gezeigt.</numerusform>
            <numerusform>%n weitere Zeichen werden nicht gezeigt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::FactsColumn</name>
    <message>
        <source>Facts and effects</source>
        <translation>Fakten und Wirkungen</translation>
    </message>
    <message>
        <source>Because: %1</source>
        <extracomment>Why a fact is believed; %1 is the evidence.</extracomment>
        <translation>Weil: %1</translation>
    </message>
    <message>
        <source>Open contact</source>
        <translation>Kontakt öffnen</translation>
    </message>
    <message>
        <source>Feeling</source>
        <comment>of the client</comment>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>What approving does</source>
        <translation>Was die Freigabe bewirkt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>A similar decision: %1 client, %2 title.
----------
A deadline: %1 a moment, %2 how long that is (&quot;12 minutes left&quot;).</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>outcome and moment of a similar decision</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Similar decisions</source>
        <translation>Ähnliche Entscheidungen</translation>
    </message>
    <message>
        <source>First response</source>
        <translation>Erste Antwort</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Paused since</source>
        <translation>Ruht seit</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Vertretung</translation>
    </message>
    <message>
        <source>Is called when the decision is overdue. A deadline never decides by itself.</source>
        <translation>Wird gerufen, wenn die Entscheidung überfällig ist. Eine Frist entscheidet nie von selbst.</translation>
    </message>
    <message>
        <source>Hours that count</source>
        <translation>Zeiten, die zählen</translation>
    </message>
    <message>
        <source>Deadlines</source>
        <translation>Fristen</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>number and text of a rule</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Business risk</source>
        <translation>Geschäftsrisiko</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>risk and why</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Urgency</source>
        <translation>Dringlichkeit</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>Empfohlen</translation>
    </message>
    <message>
        <source>Why a person is asked</source>
        <translation>Warum ein Mensch gefragt wird</translation>
    </message>
    <message>
        <source>What rejecting does</source>
        <translation>Was das Ablehnen bewirkt</translation>
    </message>
    <message>
        <source>after %1, in time</source>
        <extracomment>%1 is a duration.</extracomment>
        <translation>nach %1, rechtzeitig</translation>
    </message>
    <message>
        <source>after %1, too late</source>
        <translation>nach %1, zu spät</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Evidence and alternatives</source>
        <translation>Belege und Alternativen</translation>
    </message>
    <message>
        <source>Why a person is asked: evidence and alternatives</source>
        <translation>Warum ein Mensch gefragt wird: Belege und Alternativen</translation>
    </message>
</context>
<context>
    <name>hs::ui::FaultList</name>
    <message>
        <source>Nothing has gone wrong.</source>
        <translation>Nichts ist schiefgegangen.</translation>
    </message>
    <message>
        <source>Show in Activity</source>
        <translation>In der Aktivität zeigen</translation>
    </message>
    <message>
        <source>Show in Activity: %1</source>
        <extracomment>Read by screen readers. %1 is what went wrong</extracomment>
        <translation>In der Aktivität zeigen: %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::FieldEditor</name>
    <message>
        <source>Choose a day</source>
        <translation>Tag wählen</translation>
    </message>
    <message>
        <source>No value</source>
        <translation>Kein Wert</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>Computed from other fields.</source>
        <translation>Wird aus anderen Feldern berechnet.</translation>
    </message>
    <message>
        <source>Shown only; it is changed where it comes from.</source>
        <translation>Wird nur gezeigt; geändert wird er dort, woher er kommt.</translation>
    </message>
    <message>
        <source>The console alone writes it.</source>
        <translation>Schreibt nur die Konsole selbst.</translation>
    </message>
    <message>
        <source>The console alone writes it, for %1.</source>
        <extracomment>%1 is the name of an agent</extracomment>
        <translation>Schreibt nur die Konsole selbst, für %1.</translation>
    </message>
</context>
<context>
    <name>hs::ui::FilterBar</name>
    <message>
        <source>Remove filter %1</source>
        <extracomment>%1 is a filter of the board, such as &quot;Agent: Nyra&quot;</extracomment>
        <translation>Filter %1 entfernen</translation>
    </message>
    <message>
        <source>Agent: %1</source>
        <translation>Agent: %1</translation>
    </message>
    <message>
        <source>Person: %1</source>
        <translation>Person: %1</translation>
    </message>
    <message>
        <source>Entity: %1</source>
        <translation>Betrieb: %1</translation>
    </message>
    <message>
        <source>Priority: %1</source>
        <translation>Priorität: %1</translation>
    </message>
    <message>
        <source>Tag: %1</source>
        <translation>Schlagwort: %1</translation>
    </message>
    <message>
        <source>Version: %1</source>
        <translation>Version: %1</translation>
    </message>
    <message>
        <source>Only open ones</source>
        <translation>Nur offene</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>All agents</source>
        <translation>Alle Agenten</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Person</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Entity</source>
        <translation>Betrieb</translation>
    </message>
    <message>
        <source>All studios</source>
        <translation>Alle Studios</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>All priorities</source>
        <translation>Alle Prioritäten</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>All tags</source>
        <translation>Alle Schlagwörter</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>All versions</source>
        <translation>Alle Versionen</translation>
    </message>
</context>
<context>
    <name>hs::ui::FirstRunDialog</name>
    <message>
        <source>Welcome</source>
        <translation>Willkommen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Who are you?</source>
        <translation>Wer sind Sie?</translation>
    </message>
    <message>
        <source>What you decide here carries your name. You are the first, so you may do everything.</source>
        <translation>Was Sie hier entscheiden, trägt Ihren Namen. Sie sind die erste Person und dürfen daher alles.</translation>
    </message>
    <message>
        <source>Your studio</source>
        <translation>Ihr Studio</translation>
    </message>
    <message>
        <source>Name, business, hours, and how the console looks. All of it can be changed later in the settings.</source>
        <translation>Name, Betrieb, Zeiten und das Aussehen der Konsole. Alles lässt sich später in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>How would you like to begin?</source>
        <translation>Wie möchten Sie beginnen?</translation>
    </message>
    <message>
        <source>Nothing leaves this computer before you connect a service.</source>
        <translation>Nichts verlässt diesen Rechner, bevor Sie einen Dienst anbinden.</translation>
    </message>
    <message>
        <source>Look at a demo</source>
        <translation>Eine Vorführung ansehen</translation>
    </message>
    <message>
        <source>A studio with fictional people, in a data folder of its own. It never touches your data.</source>
        <translation>Ein Studio mit erfundenen Personen, in einem eigenen Datenordner. Es berührt Ihre Daten nie.</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>Vorführung starten</translation>
    </message>
    <message>
        <source>Connect your tools</source>
        <translation>Ihre Werkzeuge anbinden</translation>
    </message>
    <message>
        <source>Point a form or a shop at this console and see the first lead arrive.</source>
        <translation>Richten Sie ein Formular oder einen Laden auf diese Konsole und sehen Sie die erste Anfrage eintreffen.</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Anbinden</translation>
    </message>
    <message>
        <source>Your agents begin with drafts only</source>
        <translation>Ihre Agenten beginnen nur mit Entwürfen</translation>
    </message>
    <message>
        <source>They read, sort and prepare. What leaves this computer is sent by a person, until you let an agent act by itself.</source>
        <translation>Sie lesen, ordnen und bereiten vor. Was diesen Rechner verlässt, sendet ein Mensch, bis Sie einen Agenten selbst handeln lassen.</translation>
    </message>
    <message>
        <source>Replies wait as drafts until somebody sends them.</source>
        <translation>Antworten warten als Entwürfe, bis jemand sie sendet.</translation>
    </message>
    <message>
        <source>Refunds, complaints, legal questions and important clients always come to a person.</source>
        <translation>Erstattungen, Beschwerden, Rechtsfragen und wichtige Kundschaft kommen immer zu einem Menschen.</translation>
    </message>
    <message>
        <source>What you approve waits a moment, so that you can take it back.</source>
        <translation>Was Sie freigeben, wartet einen Moment, damit Sie es zurücknehmen können.</translation>
    </message>
    <message>
        <source>One click pauses all agents at any time.</source>
        <translation>Ein Klick pausiert jederzeit alle Agenten.</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>Anbindungen</translation>
    </message>
    <message>
        <source>Give these addresses to the services that should deliver here. Secrets are set in the settings.</source>
        <translation>Geben Sie diese Adressen den Diensten, die hierher zustellen sollen. Geheimnisse setzen Sie in den Einstellungen.</translation>
    </message>
    <message>
        <source>Waiting for a delivery…</source>
        <translation>Warte auf eine Zustellung…</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <extracomment>step %1 of %2</extracomment>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Address for %1</source>
        <translation>Adresse für %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the address for %1</source>
        <translation>Adresse für %1 kopieren</translation>
    </message>
    <message>
        <source>A delivery arrived from %1: %2</source>
        <extracomment>%1 the service that sent it, %2 what kind of event</extracomment>
        <translation>Eine Zustellung von %1 ist eingetroffen: %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::FoldBox</name>
    <message>
        <source>Hide: %1</source>
        <extracomment>Opens what is behind a line. %1 is the line</extracomment>
        <translation>Verbergen: %1</translation>
    </message>
    <message>
        <source>Show: %1</source>
        <translation>Zeigen: %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::ForkDialog</name>
    <message>
        <source>Fork %1 from step %2</source>
        <extracomment>%1 number of a run, %2 number of a step</extracomment>
        <translation>%1 ab Schritt %2 abzweigen</translation>
    </message>
    <message>
        <source>It stood in: %1</source>
        <extracomment>%1 states of a workflow</extracomment>
        <translation>Er stand in: %1</translation>
    </message>
    <message>
        <source>Version of the new run</source>
        <translation>Version des neuen Laufs</translation>
    </message>
    <message>
        <source>The one it had at that step</source>
        <translation>Die, die er bei diesem Schritt hatte</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>These states are not there in that version. Choose what they become.</source>
        <translation>Diese Zustände gibt es in jener Version nicht. Wählen Sie, was aus ihnen wird.</translation>
    </message>
    <message>
        <source>Why? The reason is kept in the history of the new run.</source>
        <translation>Warum? Der Grund bleibt im Verlauf des neuen Laufs.</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Begin the new run</source>
        <translation>Neuen Lauf beginnen</translation>
    </message>
    <message>
        <source>A new run begins there. %1 stays as it is, and what it sent stays sent.</source>
        <extracomment>%1 is the number of a run</extracomment>
        <translation>Dort beginnt ein neuer Lauf. %1 bleibt, wie er ist, und was er gesendet hat, bleibt gesendet.</translation>
    </message>
    <message>
        <source>The tasks that were open begin anew, with all they do outside: %1.</source>
        <extracomment>%1 lists tasks, such as &quot;nyra.qualify&quot;</extracomment>
        <translation>Die Aufgaben, die offen waren, beginnen von vorn, mit allem, was sie nach außen tun: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n timer(s) go on with the time they had left then.</source>
        <translation>
            <numerusform>%n Zeitgeber geht mit der Zeit weiter, die ihm damals blieb.</numerusform>
            <numerusform>%n Zeitgeber gehen mit der Zeit weiter, die ihnen damals blieb.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, current</source>
        <extracomment>%1 is a version</extracomment>
        <translation>%1, aktuell</translation>
    </message>
    <message>
        <source>%1, retired</source>
        <translation>%1, zurückgezogen</translation>
    </message>
    <message>
        <source>What becomes of %1</source>
        <extracomment>%1 is the id of a state.</extracomment>
        <translation>Was aus %1 wird</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>%1 becomes</source>
        <extracomment>%1 is the id of a state.</extracomment>
        <translation>%1 wird zu</translation>
    </message>
    <message>
        <source>%1 has begun.</source>
        <extracomment>%1 is the number of a run</extracomment>
        <translation>%1 hat begonnen.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>hs::ui::GeneralPage</name>
    <message>
        <source>How the console behaves at this desk, and how long a decision can be taken back.</source>
        <translation>Wie sich die Konsole an diesem Platz verhält und wie lange sich eine Entscheidung zurücknehmen lässt.</translation>
    </message>
    <message>
        <source>close tray quit keys undo hold</source>
        <translation>schließen infobereich beenden tasten rückgängig wartezeit</translation>
    </message>
    <message>
        <source>When the window is closed</source>
        <translation>Wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>Einmal fragen</translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation>Im Hintergrund weiterlaufen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Single letters work in lists (C claim, R reject, …)</source>
        <translation>Einzelne Buchstaben wirken in Listen (C annehmen, R ablehnen, …)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>hs::ui::Health</name>
    <message>
        <source>Healthy</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>Slow</source>
        <translation>Langsam</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Gestört</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ausgefallen</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Needs sign-in</source>
        <translation>Braucht Anmeldung</translation>
    </message>
    <message>
        <source>Not set up</source>
        <translation>Nicht eingerichtet</translation>
    </message>
</context>
<context>
    <name>hs::ui::IndexState</name>
    <message>
        <source>Stop reading</source>
        <translation>Lesen anhalten</translation>
    </message>
    <message>
        <source>Reading: %1 done</source>
        <extracomment>A bar, read by screen readers. %1 is &quot;82 %&quot;</extracomment>
        <translation>Lesen: %1 erledigt</translation>
    </message>
    <message>
        <source>Go on reading</source>
        <translation>Lesen fortsetzen</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>How far reading is could not be asked.</source>
        <translation>Der Stand des Lesens ließ sich nicht abfragen.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Inspector</name>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>Nichts gewählt</translation>
    </message>
    <message>
        <source>Choose a state or a transition in the picture, the outline or the text. Draw a line from state to state to connect them.</source>
        <translation>Wählen Sie einen Zustand oder einen Übergang im Bild, in der Gliederung oder im Text. Ziehen Sie eine Linie von Zustand zu Zustand, um sie zu verbinden.</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Rename state</source>
        <translation>Zustand umbenennen</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Change version</source>
        <translation>Version ändern</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Change title</source>
        <translation>Titel ändern</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Change kind of state</source>
        <translation>Art des Zustands ändern</translation>
    </message>
    <message>
        <source>Remembers</source>
        <translation>Merkt sich</translation>
    </message>
    <message>
        <source>The state inside</source>
        <translation>Den Zustand darin</translation>
    </message>
    <message>
        <source>All states inside, however deep</source>
        <translation>Alle Zustände darin, wie tief auch immer</translation>
    </message>
    <message>
        <source>Change history</source>
        <translation>Verlaufszustand ändern</translation>
    </message>
    <message>
        <source>Begins with</source>
        <translation>Beginnt mit</translation>
    </message>
    <message>
        <source>Change initial state</source>
        <translation>Anfangszustand ändern</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Change description</source>
        <translation>Beschreibung ändern</translation>
    </message>
    <message>
        <source>Column on the board</source>
        <translation>Spalte auf dem Board</translation>
    </message>
    <message>
        <source>Change column</source>
        <translation>Spalte ändern</translation>
    </message>
    <message>
        <source>On entry</source>
        <translation>Beim Betreten</translation>
    </message>
    <message>
        <source>Change entry actions</source>
        <translation>Aktionen beim Betreten ändern</translation>
    </message>
    <message>
        <source>On exit</source>
        <translation>Beim Verlassen</translation>
    </message>
    <message>
        <source>Change exit actions</source>
        <translation>Aktionen beim Verlassen ändern</translation>
    </message>
    <message>
        <source>Remove state…</source>
        <translation>Zustand entfernen…</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Task for an agent or a person</source>
        <translation>Aufgabe für einen Agenten oder einen Menschen</translation>
    </message>
    <message>
        <source>Add task</source>
        <translation>Aufgabe hinzufügen</translation>
    </message>
    <message>
        <source>Add a transition from here…</source>
        <translation>Übergang von hier hinzufügen…</translation>
    </message>
    <message>
        <source>Add a state inside…</source>
        <translation>Zustand darin hinzufügen…</translation>
    </message>
    <message>
        <source>Task %1</source>
        <extracomment>%1 is the name of a task</extracomment>
        <translation>Aufgabe %1</translation>
    </message>
    <message>
        <source>Done by</source>
        <translation>Erledigt von</translation>
    </message>
    <message>
        <source>Change task</source>
        <translation>Aufgabe ändern</translation>
    </message>
    <message>
        <source>Task name</source>
        <translation>Name der Aufgabe</translation>
    </message>
    <message>
        <source>Time limit of an attempt</source>
        <translation>Zeitgrenze eines Versuchs</translation>
    </message>
    <message>
        <source>Change time limit</source>
        <translation>Zeitgrenze ändern</translation>
    </message>
    <message>
        <source>What it is given</source>
        <translation>Was sie erhält</translation>
    </message>
    <message>
        <source>Change task input</source>
        <translation>Eingabe der Aufgabe ändern</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Weitere Versuche</translation>
    </message>
    <message>
        <source>Change retries</source>
        <translation>Weitere Versuche ändern</translation>
    </message>
    <message>
        <source>Remove task</source>
        <translation>Aufgabe entfernen</translation>
    </message>
    <message>
        <source>Transition</source>
        <translation>Übergang</translation>
    </message>
    <message>
        <source>From %1</source>
        <extracomment>%1 is the name of a state</extracomment>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Change event</source>
        <translation>Ereignis ändern</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Change delay</source>
        <translation>Wartezeit ändern</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Anlass</translation>
    </message>
    <message>
        <source>Stays where it is</source>
        <translation>Bleibt, wo es ist</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>Führt nach</translation>
    </message>
    <message>
        <source>Change target</source>
        <translation>Ziel ändern</translation>
    </message>
    <message>
        <source>Only if</source>
        <translation>Nur falls</translation>
    </message>
    <message>
        <source>Change guard</source>
        <translation>Regel ändern</translation>
    </message>
    <message>
        <source>A guard&apos;s name, or JSONLogic</source>
        <translation>Name einer Regel oder JSONLogic</translation>
    </message>
    <message>
        <source>Does</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Change actions</source>
        <translation>Aktionen ändern</translation>
    </message>
    <message>
        <source>Leaves and enters the state anew</source>
        <translation>Verlässt den Zustand und betritt ihn neu</translation>
    </message>
    <message>
        <source>Change re-entry</source>
        <translation>Neues Betreten ändern</translation>
    </message>
    <message>
        <source>Order among those of the same event</source>
        <translation>Reihenfolge unter denen desselben Ereignisses</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Change order</source>
        <translation>Reihenfolge ändern</translation>
    </message>
    <message>
        <source>Remove transition</source>
        <translation>Übergang entfernen</translation>
    </message>
    <message>
        <source>Not taken over: %1</source>
        <translation>Nicht übernommen: %1</translation>
    </message>
    <message>
        <source>What it gives when it is done (JSON)</source>
        <translation>Was er am Ende ergibt (JSON)</translation>
    </message>
    <message>
        <source>Change output</source>
        <translation>Ergebnis ändern</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Stichwörter</translation>
    </message>
    <message>
        <source>Change tags</source>
        <translation>Stichwörter ändern</translation>
    </message>
    <message>
        <source>vip, waiting for papers</source>
        <translation>vip, wartet auf Papiere</translation>
    </message>
    <message>
        <source>Most cards in the column</source>
        <translation>Höchstzahl der Karten in der Spalte</translation>
    </message>
    <message>
        <source>Change limit</source>
        <translation>Höchstzahl ändern</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>Change answer time</source>
        <translation>Antwortzeit ändern</translation>
    </message>
    <message>
        <source>Warn after</source>
        <translation>Warnen nach</translation>
    </message>
    <message>
        <source>Too late after</source>
        <translation>Zu spät nach</translation>
    </message>
    <message>
        <source>Counting the hours of</source>
        <translation>Gezählt werden die Zeiten von</translation>
    </message>
    <message>
        <source>round the clock</source>
        <translation>rund um die Uhr</translation>
    </message>
    <message>
        <source>All notes (JSON)</source>
        <translation>Alle Notizen (JSON)</translation>
    </message>
    <message>
        <source>Change notes</source>
        <translation>Notizen ändern</translation>
    </message>
    <message>
        <source>Named guards</source>
        <translation>Benannte Regeln</translation>
    </message>
    <message>
        <source>Named actions</source>
        <translation>Benannte Aktionen</translation>
    </message>
    <message>
        <source>Named delays</source>
        <translation>Benannte Fristen</translation>
    </message>
    <message>
        <source>What all tasks of an agent&apos;s command share</source>
        <translation>Was alle Aufgaben eines Agentenbefehls gemeinsam haben</translation>
    </message>
    <message>
        <source>Used nowhere</source>
        <extracomment>Above a field. %1 a name that a workflow gives; in how many places it is used</extracomment>
        <translation>Nirgends benutzt</translation>
    </message>
    <message numerus="yes">
        <source>Used in %n place(s)</source>
        <translation>
            <numerusform>An %n Stelle benutzt</numerusform>
            <numerusform>An %n Stellen benutzt</numerusform>
        </translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>spoken: %1 what the field is, %2 the name in it</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>How long (JSON)</source>
        <translation>Wie lange (JSON)</translation>
    </message>
    <message>
        <source>When it holds (JSONLogic)</source>
        <translation>Wann sie gilt (JSONLogic)</translation>
    </message>
    <message>
        <source>What it is (JSON)</source>
        <translation>Was es ist (JSON)</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>It is used. Take it out there first.</source>
        <translation>Es wird benutzt. Nehmen Sie es zuerst dort heraus.</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Add a guard</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Add an action</source>
        <translation>Aktion hinzufügen</translation>
    </message>
    <message>
        <source>Add a delay</source>
        <translation>Frist hinzufügen</translation>
    </message>
    <message>
        <source>Add a command</source>
        <translation>Befehl hinzufügen</translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationCardWidget</name>
    <message>
        <source>Copy webhook address</source>
        <translation>Webhook-Adresse kopieren</translation>
    </message>
    <message>
        <source>Address copied</source>
        <translation>Adresse kopiert</translation>
    </message>
    <message>
        <source>Deliveries of the last hour</source>
        <translation>Zustellungen der letzten Stunde</translation>
    </message>
    <message>
        <source>The last 24 hours</source>
        <translation>Die letzten 24 Stunden</translation>
    </message>
    <message>
        <source>%1, %2, %3, %4</source>
        <extracomment>An integration, spoken: %1 name, %2 state, %3 main number, %4 sentence.</extracomment>
        <translation>%1, %2, %3, %4</translation>
    </message>
    <message>
        <source>Retry in %1</source>
        <extracomment>%1 is a running clock.</extracomment>
        <translation>Neuer Versuch in %1</translation>
    </message>
    <message>
        <source>no secret yet</source>
        <comment>an integration that cannot check signatures</comment>
        <translation>noch kein Geheimnis</translation>
    </message>
    <message>
        <source>Calls of the last hour</source>
        <translation>Aufrufe der letzten Stunde</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationDetail</name>
    <message>
        <source>The deliveries could not be read.</source>
        <translation>Die Zustellungen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The outgoing messages could not be read.</source>
        <translation>Die ausgehenden Nachrichten konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>All integrations</source>
        <translation>Alle Anbindungen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Set secret…</source>
        <translation>Geheimnis setzen…</translation>
    </message>
    <message>
        <source>Address copied</source>
        <translation>Adresse kopiert</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Processes this delivery once more, as a new event</source>
        <translation>Bearbeitet diese Zustellung noch einmal, als neues Ereignis</translation>
    </message>
    <message>
        <source>Open event</source>
        <translation>Ereignis öffnen</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>Jetzt senden</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Stops it; it becomes a draft again</source>
        <translation>Hält sie an; sie wird wieder ein Entwurf</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>Abbrechen…</translation>
    </message>
    <message>
        <source>last one %1</source>
        <extracomment>%1 is a moment.</extracomment>
        <translation>zuletzt %1</translation>
    </message>
    <message>
        <source>Take deliveries again</source>
        <translation>Zustellungen wieder annehmen</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Change secret…</source>
        <translation>Geheimnis ändern…</translation>
    </message>
    <message>
        <source>It is set in the environment; change it there.</source>
        <translation>Es ist in der Umgebung gesetzt; ändern Sie es dort.</translation>
    </message>
    <message>
        <source>Needs the role administrator.</source>
        <translation>Braucht die Rolle Verwaltung.</translation>
    </message>
    <message>
        <source>Outgoing messages</source>
        <translation>Ausgehende Nachrichten</translation>
    </message>
    <message>
        <source>Recent deliveries</source>
        <translation>Letzte Zustellungen</translation>
    </message>
    <message>
        <source>All</source>
        <comment>deliveries or messages</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Refused only</source>
        <translation>Nur abgewiesene</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>There is nothing of this kind.</source>
        <translation>Davon gibt es nichts.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Nothing sent yet</source>
        <translation>Noch nichts gesendet</translation>
    </message>
    <message>
        <source>What agents and people send through this channel appears here.</source>
        <translation>Was Agenten und Menschen über diesen Kanal senden, erscheint hier.</translation>
    </message>
    <message>
        <source>No delivery yet</source>
        <translation>Noch keine Zustellung</translation>
    </message>
    <message>
        <source>The receiver does not listen; its settings say why.</source>
        <translation>Der Empfang ist aus; seine Einstellungen sagen warum.</translation>
    </message>
    <message>
        <source>Enter the address above at the sender. The first delivery appears here at once.</source>
        <translation>Tragen Sie die Adresse oben beim Absender ein. Die erste Zustellung erscheint hier sofort.</translation>
    </message>
    <message>
        <source>Goes out in %1</source>
        <comment>%1 is a running clock</comment>
        <translation>Geht in %1 hinaus</translation>
    </message>
    <message>
        <source>Tried again in %1</source>
        <comment>%1 is a running clock</comment>
        <translation>Neuer Versuch in %1</translation>
    </message>
    <message>
        <source>Waits for a person.</source>
        <translation>Wartet auf einen Menschen.</translation>
    </message>
    <message>
        <source>Sent %1</source>
        <comment>%1 is a moment</comment>
        <translation>Gesendet %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 Tried %n time(s): %2</source>
        <extracomment>An outgoing message: %1 what happens next, %2 the last error, %n tries so far.</extracomment>
        <translation>
            <numerusform>%1 %n-mal versucht: %2</numerusform>
            <numerusform>%1 %n-mal versucht: %2</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>what failed, and why</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Processed once more as a new event</source>
        <translation>Noch einmal als neues Ereignis bearbeitet</translation>
    </message>
    <message>
        <source>The delivery could not be replayed.</source>
        <translation>Die Zustellung konnte nicht wiederholt werden.</translation>
    </message>
    <message>
        <source>On its way: %1</source>
        <translation>Unterwegs: %1</translation>
    </message>
    <message>
        <source>The message could not be sent.</source>
        <translation>Die Nachricht konnte nicht gesendet werden.</translation>
    </message>
    <message>
        <source>A draft again: %1</source>
        <translation>Wieder ein Entwurf: %1</translation>
    </message>
    <message>
        <source>The message could not be stopped.</source>
        <translation>Die Nachricht konnte nicht angehalten werden.</translation>
    </message>
    <message>
        <source>Cancel message</source>
        <translation>Nachricht abbrechen</translation>
    </message>
    <message>
        <source>“%1” will not be sent. Why?</source>
        <extracomment>%1 is what the message says.</extracomment>
        <translation>„%1“ wird nicht gesendet. Warum?</translation>
    </message>
    <message>
        <source>Cancel the message</source>
        <translation>Nachricht abbrechen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>The message could not be cancelled.</source>
        <translation>Die Nachricht konnte nicht abgebrochen werden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationDocks</name>
    <message>
        <source>Integrations</source>
        <translation>Anbindungen</translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationsView</name>
    <message>
        <source>Check integrations now</source>
        <translation>Anbindungen jetzt prüfen</translation>
    </message>
    <message>
        <source>test connection health</source>
        <comment>search words</comment>
        <translation>test verbindung zustand</translation>
    </message>
    <message>
        <source>Integrations</source>
        <translation>Anbindungen</translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <comment>integrations</comment>
        <translation>
            <numerusform>%n beeinträchtigt</numerusform>
            <numerusform>%n beeinträchtigt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <comment>integrations</comment>
        <translation>
            <numerusform>%n ausgefallen</numerusform>
            <numerusform>%n ausgefallen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Badge of the dock: %1 &quot;1 degraded&quot;, %2 &quot;1 down&quot;.</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>The integrations could not be read.</source>
        <translation>Die Anbindungen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>Nothing is set up yet</source>
        <translation>Noch ist nichts eingerichtet</translation>
    </message>
    <message>
        <source>Connect a form, a shop or a mailbox; what they send appears here.</source>
        <translation>Binden Sie ein Formular, einen Laden oder ein Postfach an; was sie senden, erscheint hier.</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Nothing is set up yet. Open a card to copy its address and set its secret.</source>
        <translation>Noch ist nichts eingerichtet. Öffnen Sie eine Karte, um ihre Adresse zu kopieren und ihr Geheimnis zu setzen.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>what failed, and why</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 could not be checked.</source>
        <comment>%1 is an integration</comment>
        <translation>%1 konnte nicht geprüft werden.</translation>
    </message>
    <message>
        <source>%1 was checked</source>
        <comment>%1 is an integration</comment>
        <translation>%1 wurde geprüft</translation>
    </message>
    <message>
        <source>Secret saved</source>
        <translation>Geheimnis gespeichert</translation>
    </message>
    <message>
        <source>The secret was not saved.</source>
        <translation>Das Geheimnis wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Take deliveries again</source>
        <translation>Zustellungen wieder annehmen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Change secret…</source>
        <translation>Geheimnis ändern…</translation>
    </message>
    <message>
        <source>Set secret…</source>
        <translation>Geheimnis setzen…</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Address copied</source>
        <translation>Adresse kopiert</translation>
    </message>
    <message>
        <source>Notion was not asked.</source>
        <translation>Notion wurde nicht gefragt.</translation>
    </message>
    <message>
        <source>It could not be paused or resumed.</source>
        <translation>Das Pausieren oder Fortsetzen ist nicht gelungen.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Connect Notion…</source>
        <translation>Notion anbinden…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Set key…</source>
        <translation>Schlüssel setzen…</translation>
    </message>
</context>
<context>
    <name>hs::ui::KeyboardPage</name>
    <message>
        <source>Every action and its key. Press Enter on a row to change it.</source>
        <translation>Jede Aktion und ihre Taste. Die Eingabetaste auf einer Zeile ändert sie.</translation>
    </message>
    <message>
        <source>shortcut key</source>
        <translation>tastenkürzel taste</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Taste</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 is an action, %2 its key or &quot;no key&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>no key</source>
        <translation>keine Taste</translation>
    </message>
    <message>
        <source>Change the key</source>
        <translation>Taste ändern</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neue Taste</translation>
    </message>
    <message>
        <source>Press the new key.</source>
        <translation>Drücken Sie die neue Taste.</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zum Standard</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Keine Taste</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Setzen</translation>
    </message>
    <message>
        <source>“%1” has this key. Setting it takes it away there.</source>
        <translation>„%1“ hat diese Taste. Wird sie gesetzt, entfällt sie dort.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Knowledge</name>
    <message>
        <source>%1, page %2</source>
        <extracomment>A citation. %1 is a document, %2 the number of a page</extracomment>
        <translation>%1, Seite %2</translation>
    </message>
    <message>
        <source>page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>Citation %1: %2</source>
        <extracomment>A found passage, read by screen readers. %1 its number, %2 the title of its document</extracomment>
        <translation>Beleg %1: %2</translation>
    </message>
    <message>
        <source>Passage from %1</source>
        <translation>Passage aus %1</translation>
    </message>
    <message>
        <source>score %1 of 100</source>
        <translation>Wertung %1 von 100</translation>
    </message>
    <message>
        <source>reported as outdated: %1</source>
        <extracomment>%1 is why somebody says that a document is outdated</extracomment>
        <translation>als veraltet gemeldet: %1</translation>
    </message>
    <message>
        <source>may be outdated</source>
        <translation>möglicherweise veraltet</translation>
    </message>
    <message>
        <source>also in %1</source>
        <translation>auch in %1</translation>
    </message>
    <message>
        <source>“%1” (%2)</source>
        <extracomment>Words that are quoted from a document, and where they stand. %1 the words, %2 a document and page</extracomment>
        <translation>„%1“ (%2)</translation>
    </message>
    <message>
        <source>From Knowledge: “%1”
%2 [%3]</source>
        <extracomment>A note for colleagues. %1 words from a document, %2 that document and page, %3 what the console knows the place by</extracomment>
        <translation>Aus dem Wissen: „%1“
%2 [%3]</translation>
    </message>
    <message>
        <source>By words: place %1 (weight %2)</source>
        <extracomment>%1 a place in a ranking, from 1; %2 how much, a number</extracomment>
        <translation>Nach Wörtern: Platz %1 (Gewicht %2)</translation>
    </message>
    <message>
        <source>By words: not among the found</source>
        <translation>Nach Wörtern: nicht unter den Treffern</translation>
    </message>
    <message>
        <source>Asked words in it: %1</source>
        <translation>Enthaltene Suchwörter: %1</translation>
    </message>
    <message>
        <source>By meaning: not compared</source>
        <translation>Nach Bedeutung: nicht verglichen</translation>
    </message>
    <message>
        <source>By meaning: nearness %1 of 1</source>
        <translation>Nach Bedeutung: Nähe %1 von 1</translation>
    </message>
    <message>
        <source>By meaning: nearness %1 of 1, compared by %2</source>
        <extracomment>%1 a number up to 1, %2 the name of what compared</extracomment>
        <translation>Nach Bedeutung: Nähe %1 von 1, verglichen durch %2</translation>
    </message>
    <message>
        <source>Both together: %1</source>
        <translation>Beides zusammen: %1</translation>
    </message>
    <message numerus="yes">
        <source>Age of the text: %n day(s)</source>
        <translation>
            <numerusform>Alter des Textes: %n Tag</numerusform>
            <numerusform>Alter des Textes: %n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Last looked at: %1</source>
        <extracomment>%1 is a moment</extracomment>
        <translation>Zuletzt geprüft: %1</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Web pages</source>
        <translation>Webseiten</translation>
    </message>
    <message>
        <source>The hub&apos;s records</source>
        <translation>Datensätze des Hubs</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Words and meaning</source>
        <translation>Wörter und Bedeutung</translation>
    </message>
    <message>
        <source>Words alone</source>
        <translation>Nur Wörter</translation>
    </message>
    <message>
        <source>Meaning alone</source>
        <translation>Nur Bedeutung</translation>
    </message>
    <message>
        <source>Failing</source>
        <comment>state of a source</comment>
        <translation>Gestört</translation>
    </message>
    <message>
        <source>Gone</source>
        <comment>state of a source</comment>
        <translation>Nicht mehr da</translation>
    </message>
    <message>
        <source>Reading</source>
        <comment>state of a source</comment>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>state of a source</comment>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>state of a source</comment>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Ready, in part</source>
        <comment>state of a source</comment>
        <translation>Teilweise bereit</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>state of a source</comment>
        <translation>Bereit</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n Dokument</numerusform>
            <numerusform>%n Dokumente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n Passage</numerusform>
            <numerusform>%n Passagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <comment>documents</comment>
        <translation>
            <numerusform>%n konnte nicht gelesen werden</numerusform>
            <numerusform>%n konnten nicht gelesen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>looked at %1</source>
        <comment>%1 is a moment</comment>
        <translation>geprüft %1</translation>
    </message>
    <message>
        <source>not looked at yet</source>
        <translation>noch nicht geprüft</translation>
    </message>
    <message>
        <source>newest change %1</source>
        <comment>%1 is a moment</comment>
        <translation>letzte Änderung %1</translation>
    </message>
    <message>
        <source>next look now</source>
        <translation>nächste Prüfung jetzt</translation>
    </message>
    <message>
        <source>next look in %1</source>
        <comment>%1 is a length of time</comment>
        <translation>noch %1 bis zur nächsten Prüfung</translation>
    </message>
    <message>
        <source>read again when it changes</source>
        <translation>wird bei Änderungen neu gelesen</translation>
    </message>
    <message>
        <source>Could not be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Gone</source>
        <comment>state of a document</comment>
        <translation>Nicht mehr da</translation>
    </message>
    <message>
        <source>Reported as outdated</source>
        <translation>Als veraltet gemeldet</translation>
    </message>
    <message>
        <source>Found by words, meaning follows</source>
        <translation>Nach Wörtern auffindbar, Bedeutung folgt</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>state of a document</comment>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>A share. %1 is a number from 0 to 100</extracomment>
        <translation>%1 %</translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln Passage</numerusform>
            <numerusform>%Ln Passagen</numerusform>
        </translation>
    </message>
    <message>
        <source>reading is paused</source>
        <translation>Lesen ist pausiert</translation>
    </message>
    <message>
        <source>reading %1</source>
        <extracomment>%1 is a document</extracomment>
        <translation>liest %1</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) waiting</source>
        <translation>
            <numerusform>%n Dokument wartet</numerusform>
            <numerusform>%n Dokumente warten</numerusform>
        </translation>
    </message>
    <message>
        <source>meanings %1</source>
        <extracomment>How many passages can be found by meaning already. %1 is &quot;82 %&quot;</extracomment>
        <translation>Bedeutungen %1</translation>
    </message>
    <message>
        <source>changing to %1, %2</source>
        <extracomment>A better way of comparing meanings is being made ready. %1 its name, %2 is &quot;40 %&quot;</extracomment>
        <translation>Wechsel zu %1, %2</translation>
    </message>
    <message>
        <source>learning the studio&apos;s words</source>
        <translation>lernt die Wörter des Studios</translation>
    </message>
</context>
<context>
    <name>hs::ui::KnowledgeAdding</name>
    <message>
        <source>Business that it belongs to</source>
        <translation>Zugehöriger Betrieb</translation>
    </message>
    <message>
        <source>All businesses</source>
        <translation>Alle Betriebe</translation>
    </message>
    <message>
        <source>“%1” is a source already.</source>
        <extracomment>%1 is what was to be added, %2 why it was not</extracomment>
        <translation>„%1“ ist schon eine Quelle.</translation>
    </message>
    <message>
        <source>“%1” was not added. %2</source>
        <translation>„%1“ wurde nicht hinzugefügt. %2</translation>
    </message>
    <message>
        <source>“%1” was added and is being read.</source>
        <translation>„%1“ wurde hinzugefügt und wird gelesen.</translation>
    </message>
    <message>
        <source>Adding sources needs the role operator.</source>
        <translation>Quellen hinzufügen braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Add to Knowledge</source>
        <translation>Zum Wissen hinzufügen</translation>
    </message>
    <message>
        <source>Which business does “%1” belong to?</source>
        <translation>Zu welchem Betrieb gehört „%1“?</translation>
    </message>
    <message numerus="yes">
        <source>Which business do these %n source(s) belong to?</source>
        <translation>
            <numerusform>Zu welchem Betrieb gehört diese %n Quelle?</numerusform>
            <numerusform>Zu welchem Betrieb gehören diese %n Quellen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Sources of all businesses are found whichever business is looked at.</source>
        <translation>Quellen aller Betriebe werden gefunden, gleich welcher Betrieb gerade angesehen wird.</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Folder to read</source>
        <translation>Zu lesender Ordner</translation>
    </message>
    <message>
        <source>Files to read</source>
        <translation>Zu lesende Dateien</translation>
    </message>
    <message>
        <source>Add a web address</source>
        <translation>Webadresse hinzufügen</translation>
    </message>
    <message>
        <source>The page, and the pages of the same site that it leads to, are read and looked at again from time to time.</source>
        <translation>Die Seite und die Seiten derselben Website, auf die sie verweist, werden gelesen und von Zeit zu Zeit neu geprüft.</translation>
    </message>
    <message>
        <source>“%1” is no web address. Write it as https://studio.example/help</source>
        <translation>„%1“ ist keine Webadresse. Schreiben Sie sie wie https://studio.example/help</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Notiz hinzufügen</translation>
    </message>
    <message>
        <source>What everybody should know and no document says. It is found and cited like one.</source>
        <translation>Was alle wissen sollten und was in keinem Dokument steht. Es wird wie ein Dokument gefunden und zitiert.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>The note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>The note was not added. %1</source>
        <translation>Die Notiz wurde nicht hinzugefügt. %1</translation>
    </message>
    <message>
        <source>The note “%1” was added.</source>
        <translation>Die Notiz „%1“ wurde hinzugefügt.</translation>
    </message>
</context>
<context>
    <name>hs::ui::KnowledgeView</name>
    <message>
        <source>Knowledge</source>
        <translation>Wissen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Add a source…</source>
        <translation>Quelle hinzufügen…</translation>
    </message>
    <message>
        <source>document folder file web note import</source>
        <translation>dokument ordner datei web notiz importieren</translation>
    </message>
    <message>
        <source>Add a folder…</source>
        <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>source directory documents watch</source>
        <translation>quelle verzeichnis dokumente beobachten</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>source document pdf word</source>
        <translation>quelle dokument pdf word</translation>
    </message>
    <message>
        <source>Add a web address…</source>
        <translation>Webadresse hinzufügen…</translation>
    </message>
    <message>
        <source>source site page url link</source>
        <translation>quelle website seite url link</translation>
    </message>
    <message>
        <source>Add a note…</source>
        <translation>Notiz hinzufügen…</translation>
    </message>
    <message>
        <source>source write remember fact</source>
        <translation>quelle schreiben merken tatsache</translation>
    </message>
    <message>
        <source>Show the search</source>
        <translation>Suche zeigen</translation>
    </message>
    <message>
        <source>ask question find</source>
        <translation>fragen frage finden</translation>
    </message>
    <message>
        <source>Show the sources</source>
        <translation>Quellen zeigen</translation>
    </message>
    <message>
        <source>folders files documents index</source>
        <translation>ordner dateien dokumente index</translation>
    </message>
    <message>
        <source>Show how well is found</source>
        <translation>Zeigen, wie gut gefunden wird</translation>
    </message>
    <message>
        <source>quality test questions recall measure</source>
        <translation>qualität testfragen trefferquote messen</translation>
    </message>
    <message>
        <source>Find a document of the chosen source</source>
        <translation>Dokument der gewählten Quelle suchen</translation>
    </message>
    <message>
        <source>filter list</source>
        <translation>filter liste</translation>
    </message>
    <message>
        <source>Show or hide the search options</source>
        <translation>Suchoptionen ein- oder ausblenden</translation>
    </message>
    <message>
        <source>mode words meaning hybrid slider</source>
        <translation>modus wörter bedeutung hybrid regler</translation>
    </message>
    <message>
        <source>Look at all sources now</source>
        <translation>Alle Quellen jetzt prüfen</translation>
    </message>
    <message>
        <source>read again crawl update index</source>
        <translation>neu lesen crawlen aktualisieren index</translation>
    </message>
    <message>
        <source>All sources are looked at now.</source>
        <translation>Alle Quellen werden jetzt geprüft.</translation>
    </message>
    <message>
        <source>The sources could not be looked at. %1</source>
        <translation>Die Quellen konnten nicht geprüft werden. %1</translation>
    </message>
    <message>
        <source>Stop reading sources, or go on</source>
        <translation>Lesen der Quellen anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>pause cancel index resume</source>
        <translation>pause abbrechen index fortsetzen</translation>
    </message>
    <message>
        <source>Open the source</source>
        <translation>Quelle öffnen</translation>
    </message>
    <message>
        <source>file page record outside</source>
        <translation>datei seite datensatz außen</translation>
    </message>
    <message>
        <source>Quote into the reply</source>
        <translation>In der Antwort zitieren</translation>
    </message>
    <message>
        <source>insert cite conversation answer</source>
        <translation>einfügen zitieren gespräch antwort</translation>
    </message>
    <message>
        <source>Pin to the conversation as a note</source>
        <translation>Als Notiz ans Gespräch heften</translation>
    </message>
    <message>
        <source>internal note thread keep</source>
        <translation>interne notiz gespräch behalten</translation>
    </message>
    <message>
        <source>Copy the passage</source>
        <translation>Passage kopieren</translation>
    </message>
    <message>
        <source>clipboard quote</source>
        <translation>zwischenablage zitat</translation>
    </message>
    <message>
        <source>Report as outdated…</source>
        <translation>Als veraltet melden…</translation>
    </message>
    <message>
        <source>old wrong flag stale</source>
        <translation>alt falsch melden überholt</translation>
    </message>
    <message>
        <source>Why this result</source>
        <translation>Warum dieser Treffer</translation>
    </message>
    <message>
        <source>explain rank score</source>
        <translation>erklären rang wertung</translation>
    </message>
    <message>
        <source>Use as a test question…</source>
        <translation>Als Testfrage verwenden…</translation>
    </message>
    <message>
        <source>quality right document</source>
        <translation>qualität richtig dokument</translation>
    </message>
    <message>
        <source>Choose a passage first.</source>
        <translation>Wählen Sie zuerst eine Passage.</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>No conversation with a client is open.</source>
        <translation>Kein Gespräch mit einem Kunden ist offen.</translation>
    </message>
    <message>
        <source>Ask the question first.</source>
        <translation>Stellen Sie zuerst die Frage.</translation>
    </message>
    <message>
        <source>It is not outdated</source>
        <translation>Es ist nicht veraltet</translation>
    </message>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <extracomment>Chip beside the title of the dock</extracomment>
        <translation>
            <numerusform>%Ln Dokument</numerusform>
            <numerusform>%Ln Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading could not be stopped. %1</source>
        <translation>Das Lesen konnte nicht angehalten werden. %1</translation>
    </message>
    <message>
        <source>Reading could not go on. %1</source>
        <translation>Das Lesen konnte nicht fortgesetzt werden. %1</translation>
    </message>
    <message>
        <source>The note was not added. %1</source>
        <translation>Die Notiz wurde nicht hinzugefügt. %1</translation>
    </message>
    <message>
        <source>Pinned to the conversation with %1</source>
        <extracomment>%1 is a client&apos;s name</extracomment>
        <translation>Ans Gespräch mit %1 geheftet</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Passage copied</source>
        <translation>Passage kopiert</translation>
    </message>
</context>
<context>
    <name>hs::ui::LaneFrame</name>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n Karte</numerusform>
            <numerusform>%n Karten</numerusform>
        </translation>
    </message>
    <message>
        <source>Lane %1, %2, folded</source>
        <extracomment>A lane across the columns of a board. %1 its name, %2 how many cards: &quot;4 cards&quot;</extracomment>
        <translation>Bahn %1, %2, eingeklappt</translation>
    </message>
    <message>
        <source>Lane %1, %2</source>
        <translation>Bahn %1, %2</translation>
    </message>
    <message>
        <source>Unfold this lane</source>
        <translation>Diese Bahn ausklappen</translation>
    </message>
    <message>
        <source>Fold this lane</source>
        <translation>Diese Bahn einklappen</translation>
    </message>
</context>
<context>
    <name>hs::ui::LetterPage</name>
    <message>
        <source>Dead letters of workflows</source>
        <translation>Unzustellbares der Abläufe</translation>
    </message>
    <message>
        <source>The dead letters could not be read.</source>
        <translation>Das Unzustellbare konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Find in dead letters</source>
        <translation>Im Unzustellbaren suchen</translation>
    </message>
    <message>
        <source>Which dead letters</source>
        <translation>Was vom Unzustellbaren</translation>
    </message>
    <message>
        <source>Not settled</source>
        <translation>Nicht erledigt</translation>
    </message>
    <message>
        <source>Sent again too</source>
        <translation>Auch erneut Gesendetes</translation>
    </message>
    <message>
        <source>Content of the dead letter</source>
        <translation>Inhalt des Unzustellbaren</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Show the run</source>
        <translation>Lauf zeigen</translation>
    </message>
    <message>
        <source>Copy content</source>
        <translation>Inhalt kopieren</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Verwerfen…</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>The dead letter is gone, or lies further back than this list reaches.</source>
        <translation>Es ist nicht mehr da oder liegt weiter zurück, als diese Liste reicht.</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No dead letter has these words.</source>
        <translation>Nichts Unzustellbares enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>No dead letters</source>
        <translation>Nichts Unzustellbares</translation>
    </message>
    <message>
        <source>Events that a workflow could not take and commands that failed for good would lie here until somebody sends them again.</source>
        <translation>Hier lägen Ereignisse, die ein Ablauf nicht annehmen konnte, und endgültig gescheiterte Befehle, bis jemand sie erneut sendet.</translation>
    </message>
    <message>
        <source>Show those sent again too</source>
        <translation>Auch erneut Gesendetes zeigen</translation>
    </message>
    <message>
        <source>%1 · %2 %3</source>
        <extracomment>a dead letter: %1 an event&apos;s type or a task, %2 number of a workflow, %3 its title</extracomment>
        <translation>%1 · %2 %3</translation>
    </message>
    <message>
        <source>sent again %1</source>
        <extracomment>%1 is a moment</extracomment>
        <translation>erneut gesendet %1</translation>
    </message>
    <message>
        <source>You may look, but not act. Somebody with the role operator can do it.</source>
        <translation>Sie dürfen es ansehen, aber nichts tun. Jemand mit der Rolle Bedienung kann es.</translation>
    </message>
    <message>
        <source>It was sent again already.</source>
        <translation>Es wurde schon erneut gesendet.</translation>
    </message>
    <message>
        <source>A timer or a task&apos;s result can&apos;t be sent by itself. Open the run and send it an event, or discard the letter.</source>
        <translation>Ein Zeitgeber oder das Ergebnis einer Aufgabe lässt sich nicht allein senden. Öffnen Sie den Lauf und senden Sie ihm ein Ereignis, oder verwerfen Sie es.</translation>
    </message>
    <message>
        <source>Sent again, it is carried out from its first try, with the same number, so that nothing happens twice.</source>
        <translation>Erneut gesendet, wird es ab dem ersten Versuch ausgeführt, unter derselben Nummer, damit nichts doppelt geschieht.</translation>
    </message>
    <message>
        <source>Sent again, the workflow takes it as it stands now, under the same number as before.</source>
        <translation>Erneut gesendet, nimmt der Ablauf es an, wie er jetzt steht, unter derselben Nummer wie zuvor.</translation>
    </message>
    <message>
        <source>Removes it for good. The audit keeps what it was and why.</source>
        <translation>Entfernt es endgültig. Das Protokoll hält fest, was es war und warum.</translation>
    </message>
    <message>
        <source>The dead letter was sent again.</source>
        <translation>Es wurde erneut gesendet.</translation>
    </message>
    <message>
        <source>The dead letter could not be sent again.</source>
        <translation>Es konnte nicht erneut gesendet werden.</translation>
    </message>
    <message>
        <source>Discard the dead letter</source>
        <extracomment>%1 is an event&apos;s type or a task</extracomment>
        <translation>Unzustellbares verwerfen</translation>
    </message>
    <message>
        <source>“%1” is removed for good and can&apos;t be sent again. The audit keeps what it was and your reason. Why is it not needed any more?</source>
        <translation>„%1“ wird endgültig entfernt und kann nicht mehr gesendet werden. Das Protokoll hält fest, was es war, und Ihren Grund. Warum wird es nicht mehr gebraucht?</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>The dead letter was discarded.</source>
        <translation>Es wurde verworfen.</translation>
    </message>
    <message>
        <source>The dead letter could not be discarded.</source>
        <translation>Es konnte nicht verworfen werden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::LinkOpener</name>
    <message>
        <source>Only web and mail addresses are opened.</source>
        <translation>Geöffnet werden nur Web- und Mailadressen.</translation>
    </message>
    <message>
        <source>It leads to:
%1

It opens outside the console.</source>
        <extracomment>%1 is the address in full</extracomment>
        <translation>Er führt zu:
%1

Er öffnet sich außerhalb der Konsole.</translation>
    </message>
    <message>
        <source>Open this link?</source>
        <translation>Diesen Verweis öffnen?</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Verweis öffnen</translation>
    </message>
</context>
<context>
    <name>hs::ui::LoadingBar</name>
    <message>
        <source>Loading</source>
        <translation>Wird geladen</translation>
    </message>
</context>
<context>
    <name>hs::ui::MacroDialog</name>
    <message>
        <source>Macros</source>
        <translation>Textbausteine</translation>
    </message>
    <message>
        <source>New macro</source>
        <translation>Neuer Textbaustein</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Filled in when it is inserted: {client_name}, {agent}, {studio}, {operator}, {today}</source>
        <translation>Wird beim Einfügen ersetzt: {client_name}, {agent}, {studio}, {operator}, {today}</translation>
    </message>
    <message>
        <source>Every business</source>
        <translation>Jedes Geschäft</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>For internal notes</source>
        <translation>Für interne Notizen</translation>
    </message>
    <message>
        <source>Save macro</source>
        <translation>Textbaustein speichern</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The macros could not be read.</source>
        <translation>Die Textbausteine konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No macros yet</source>
        <translation>Noch keine Textbausteine</translation>
    </message>
    <message>
        <source>Write the first one beside this.</source>
        <translation>Schreiben Sie den ersten nebenan.</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>The macro was not saved. %1</source>
        <translation>Der Textbaustein wurde nicht gespeichert. %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Delete the macro</source>
        <extracomment>%1 is the title of a macro</extracomment>
        <translation>Textbaustein löschen</translation>
    </message>
    <message>
        <source>“%1” is deleted for everybody.</source>
        <translation>„%1“ wird für alle gelöscht.</translation>
    </message>
    <message>
        <source>Delete macro</source>
        <translation>Textbaustein löschen</translation>
    </message>
    <message>
        <source>The macro was not deleted. %1</source>
        <translation>Der Textbaustein wurde nicht gelöscht. %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::MacroModel</name>
    <message>
        <source>note</source>
        <comment>a macro for internal notes</comment>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Macro for notes: %1. %2</source>
        <extracomment>A macro, spoken: %1 its title, %2 its text</extracomment>
        <translation>Textbaustein für Notizen: %1. %2</translation>
    </message>
    <message>
        <source>Macro: %1. %2</source>
        <translation>Textbaustein: %1. %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::MacroPopup</name>
    <message>
        <source>Macros</source>
        <translation>Textbausteine</translation>
    </message>
    <message>
        <source>Find a macro</source>
        <translation>Textbaustein suchen</translation>
    </message>
    <message>
        <source>Manage macros…</source>
        <translation>Textbausteine verwalten…</translation>
    </message>
    <message>
        <source>The macros could not be read.</source>
        <translation>Die Textbausteine konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No macro has these words.</source>
        <translation>Kein Textbaustein hat diese Wörter.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>No macros yet</source>
        <translation>Noch keine Textbausteine</translation>
    </message>
    <message>
        <source>Keep words here that you write again and again.</source>
        <translation>Bewahren Sie hier auf, was Sie immer wieder schreiben.</translation>
    </message>
    <message>
        <source>New macro</source>
        <translation>Neuer Textbaustein</translation>
    </message>
</context>
<context>
    <name>hs::ui::MainWindow</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>There is no view for this yet (%1).</source>
        <translation>Dafür gibt es noch keine Ansicht (%1).</translation>
    </message>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n offen</numerusform>
            <numerusform>%n offen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) a reply</source>
        <translation>
            <numerusform>%n braucht eine Antwort</numerusform>
            <numerusform>%n brauchen eine Antwort</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>%n beeinträchtigt</numerusform>
            <numerusform>%n beeinträchtigt</numerusform>
        </translation>
    </message>
    <message>
        <source>HigherSelf Console – demo</source>
        <translation>HigherSelf Console – Vorführung</translation>
    </message>
    <message>
        <source>Nothing can be saved, so deliveries are turned away until this is mended. %1</source>
        <translation>Es kann nichts gespeichert werden; Zustellungen werden abgewiesen, bis das behoben ist. %1</translation>
    </message>
    <message>
        <source>The engine does not answer. %1 What you see was read before.</source>
        <translation>Der Kern antwortet nicht. %1 Was Sie sehen, wurde vorher gelesen.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Let all agents go on?</source>
        <translation>Alle Agenten weitermachen lassen?</translation>
    </message>
    <message>
        <source>Pause all agents?</source>
        <translation>Alle Agenten pausieren?</translation>
    </message>
    <message>
        <source>They take up what has waited, each within its limits.</source>
        <translation>Sie nehmen auf, was gewartet hat, jeder in seinen Grenzen.</translation>
    </message>
    <message>
        <source>New events are still received and kept. No agent answers, moves or sends anything until you let them go on.</source>
        <translation>Neue Ereignisse werden weiter empfangen und aufbewahrt. Kein Agent antwortet, bewegt oder sendet etwas, bis Sie sie weitermachen lassen.</translation>
    </message>
    <message>
        <source>Let them go on</source>
        <translation>Weitermachen lassen</translation>
    </message>
    <message>
        <source>Pause all agents</source>
        <translation>Alle Agenten pausieren</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>All agents work again.</source>
        <translation>Alle Agenten arbeiten wieder.</translation>
    </message>
    <message>
        <source>All agents are paused.</source>
        <translation>Alle Agenten sind pausiert.</translation>
    </message>
    <message>
        <source>No escalation waits that you may decide.</source>
        <translation>Es wartet keine Eskalation, die Sie entscheiden dürfen.</translation>
    </message>
    <message>
        <source>Put back into the window</source>
        <translation>Zurück ins Fenster</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Ablösen</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>hs::ui::MessagePage</name>
    <message>
        <source>Messages between agents</source>
        <translation>Nachrichten zwischen Agenten</translation>
    </message>
    <message>
        <source>The messages could not be read.</source>
        <translation>Die Nachrichten konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Which messages</source>
        <translation>Welche Nachrichten</translation>
    </message>
    <message>
        <source>Every message</source>
        <translation>Jede Nachricht</translation>
    </message>
    <message>
        <source>Not deliverable</source>
        <translation>Nicht zustellbar</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Every agent</source>
        <translation>Jeder Agent</translation>
    </message>
    <message>
        <source>One chain only</source>
        <translation>Nur eine Kette</translation>
    </message>
    <message>
        <source>Shows the messages of all chains again</source>
        <translation>Zeigt wieder die Nachrichten aller Ketten</translation>
    </message>
    <message>
        <source>Content of the message</source>
        <translation>Inhalt der Nachricht</translation>
    </message>
    <message>
        <source>Deliver again</source>
        <translation>Noch einmal zustellen</translation>
    </message>
    <message>
        <source>Show its chain</source>
        <translation>Ihre Kette zeigen</translation>
    </message>
    <message>
        <source>Only the messages that belong to the same matter</source>
        <translation>Nur die Nachrichten, die zur selben Sache gehören</translation>
    </message>
    <message>
        <source>Copy content</source>
        <translation>Inhalt kopieren</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>The message lies further back than this list reaches.</source>
        <translation>Die Nachricht liegt weiter zurück, als diese Liste reicht.</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No message fits the filters.</source>
        <translation>Keine Nachricht passt zu den Filtern.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>All delivered</source>
        <translation>Alles zugestellt</translation>
    </message>
    <message>
        <source>No message lies undelivered.</source>
        <translation>Keine Nachricht blieb liegen.</translation>
    </message>
    <message>
        <source>Show every message</source>
        <translation>Jede Nachricht zeigen</translation>
    </message>
    <message>
        <source>No messages yet</source>
        <translation>Noch keine Nachrichten</translation>
    </message>
    <message>
        <source>What agents tell each other about clients and work appears here.</source>
        <translation>Was Agenten einander über Kundschaft und Arbeit sagen, erscheint hier.</translation>
    </message>
    <message>
        <source>%1 from %2 to %3 · %4</source>
        <comment>a message: type, sender, recipient, outcome</comment>
        <translation>%1 von %2 an %3 · %4</translation>
    </message>
    <message>
        <source>an answer is expected</source>
        <translation>eine Antwort wird erwartet</translation>
    </message>
    <message>
        <source>an answer itself</source>
        <translation>selbst eine Antwort</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Gives the message to its recipient once more</source>
        <translation>Gibt die Nachricht ihrem Empfänger noch einmal</translation>
    </message>
    <message>
        <source>The message is delivered again</source>
        <translation>Die Nachricht wird noch einmal zugestellt</translation>
    </message>
    <message>
        <source>The message could not be delivered again.</source>
        <translation>Die Nachricht konnte nicht noch einmal zugestellt werden.</translation>
    </message>
    <message>
        <source>given up after several tries</source>
        <translation>nach mehreren Versuchen aufgegeben</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Why was this message sent?</source>
        <translation>Warum wurde diese Nachricht gesendet?</translation>
    </message>
</context>
<context>
    <name>hs::ui::MigrationDialog</name>
    <message>
        <source>Move running workflows: %1</source>
        <extracomment>%1 is a workflow&apos;s title.</extracomment>
        <translation>Laufende Abläufe umstellen: %1</translation>
    </message>
    <message>
        <source>Workflows stay on the version they began with until somebody moves them.</source>
        <translation>Abläufe bleiben auf der Version, mit der sie begannen, bis jemand sie umstellt.</translation>
    </message>
    <message>
        <source>From version</source>
        <translation>Von Version</translation>
    </message>
    <message>
        <source>To version</source>
        <translation>Auf Version</translation>
    </message>
    <message>
        <source>What would change for each workflow</source>
        <translation>Was sich für jeden Ablauf ändern würde</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>Why they are moved</source>
        <translation>Warum sie umgestellt werden</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Move them</source>
        <translation>Umstellen</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n running)</source>
        <extracomment>%1 is a version&apos;s number; how many workflows run on it.</extracomment>
        <translation>
            <numerusform>%1 (%n läuft)</numerusform>
            <numerusform>%1 (%n laufen)</numerusform>
        </translation>
    </message>
    <message>
        <source>There is only one version.</source>
        <translation>Es gibt nur eine Version.</translation>
    </message>
    <message>
        <source>Choose two different versions.</source>
        <translation>Wählen Sie zwei verschiedene Versionen.</translation>
    </message>
    <message>
        <source>What becomes of %1</source>
        <extracomment>%1 is the id of a state.</extracomment>
        <translation>Was aus %1 wird</translation>
    </message>
    <message>
        <source>Nothing: they stay</source>
        <translation>Nichts: sie bleiben</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n) becomes</source>
        <extracomment>%1 is the id of a state; how many workflows stand in it.</extracomment>
        <translation>
            <numerusform>%1 (%n) wird zu</numerusform>
            <numerusform>%1 (%n) wird zu</numerusform>
        </translation>
    </message>
    <message>
        <source>Every state in which a workflow stands is there in both versions.</source>
        <translation>Jeder Zustand, in dem ein Ablauf steht, ist in beiden Versionen vorhanden.</translation>
    </message>
    <message>
        <source>These states are not there in the new version. Choose what they become.</source>
        <translation>Diese Zustände gibt es in der neuen Version nicht. Wählen Sie, was aus ihnen wird.</translation>
    </message>
    <message>
        <source>No workflow runs on this version.</source>
        <extracomment>How many workflows of those that are shown can be moved.</extracomment>
        <translation>Auf dieser Version läuft kein Ablauf.</translation>
    </message>
    <message>
        <source>%1 of %2 that are shown can be moved.</source>
        <translation>%1 von %2 gezeigten können umgestellt werden.</translation>
    </message>
    <message>
        <source>%1 moved, %2 stay where they are.</source>
        <translation>Umgestellt: %1. Unverändert: %2.</translation>
    </message>
</context>
<context>
    <name>hs::ui::MigrationModel</name>
    <message numerus="yes">
        <source>%n timer(s) cancelled</source>
        <translation>
            <numerusform>%n Frist abgebrochen</numerusform>
            <numerusform>%n Fristen abgebrochen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n timer(s) started</source>
        <translation>
            <numerusform>%n Frist begonnen</numerusform>
            <numerusform>%n Fristen begonnen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open task(s) kept</source>
        <translation>
            <numerusform>%n offene Aufgabe behalten</numerusform>
            <numerusform>%n offene Aufgaben behalten</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the version</source>
        <translation>Nur die Version</translation>
    </message>
    <message>
        <source>can be moved</source>
        <translation>kann umgestellt werden</translation>
    </message>
    <message>
        <source>stays where it is</source>
        <translation>bleibt, wo er ist</translation>
    </message>
    <message>
        <source>%1  %2</source>
        <extracomment>%1 is a workflow&apos;s number, %2 its title.</extracomment>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>Stays where it is</source>
        <translation>Bleibt, wo er ist</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Stands in</source>
        <translation>Steht in</translation>
    </message>
    <message>
        <source>Would stand in</source>
        <translation>Stünde in</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
</context>
<context>
    <name>hs::ui::NoticeClass</name>
    <message>
        <source>An escalation waits for a person</source>
        <translation>Eine Eskalation wartet auf einen Menschen</translation>
    </message>
    <message>
        <source>A deadline is near</source>
        <translation>Eine Frist ist nah</translation>
    </message>
    <message>
        <source>An escalation is overdue</source>
        <translation>Eine Eskalation ist überfällig</translation>
    </message>
    <message>
        <source>An agent fails</source>
        <translation>Ein Agent scheitert</translation>
    </message>
    <message>
        <source>An integration is down</source>
        <translation>Eine Anbindung ist ausgefallen</translation>
    </message>
    <message>
        <source>The engine reports a fault</source>
        <translation>Der Kern meldet einen Fehler</translation>
    </message>
</context>
<context>
    <name>hs::ui::NoticeList</name>
    <message>
        <source>Notices</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>All is well. Nothing needs to be mended.</source>
        <translation>Alles ist gut. Nichts muss behoben werden.</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotificationCenter</name>
    <message>
        <source>%1 needs a person</source>
        <translation>%1 braucht einen Menschen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>%1 person, %2 business</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Snooze 15 min</source>
        <translation>15 Min. zurückstellen</translation>
    </message>
    <message>
        <source>Overdue: %1</source>
        <translation>Überfällig: %1</translation>
    </message>
    <message>
        <source>%1: %2 left</source>
        <translation>%1: noch %2</translation>
    </message>
    <message>
        <source>%1 fails</source>
        <translation>%1 scheitert</translation>
    </message>
    <message>
        <source>%1 does not work</source>
        <translation>%1 arbeitet nicht</translation>
    </message>
    <message numerus="yes">
        <source>%n more thing(s) need you</source>
        <translation>
            <numerusform>%n weitere Sache braucht Sie</numerusform>
            <numerusform>%n weitere Sachen brauchen Sie</numerusform>
        </translation>
    </message>
    <message>
        <source>Open the console to see them.</source>
        <translation>Öffnen Sie die Konsole, um sie zu sehen.</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotificationsPage</name>
    <message>
        <source>What may call you away from other work, at this desk.</source>
        <translation>Was Sie an diesem Platz von anderer Arbeit wegrufen darf.</translation>
    </message>
    <message>
        <source>banner badge sound quiet hours mute</source>
        <translation>banner zähler ton ruhezeiten stumm</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Zähler</translation>
    </message>
    <message>
        <source>Banner</source>
        <translation>Banner</translation>
    </message>
    <message>
        <source>Banner with sound</source>
        <translation>Banner mit Ton</translation>
    </message>
    <message>
        <source>Quiet hours</source>
        <translation>Ruhezeiten</translation>
    </message>
    <message>
        <source>No banners between</source>
        <translation>Keine Banner zwischen</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Ruhe von</translation>
    </message>
    <message>
        <source>Quiet until</source>
        <translation>Ruhe bis</translation>
    </message>
    <message>
        <source>Overdue urgent escalations may break the quiet hours</source>
        <translation>Überfällige dringende Eskalationen dürfen die Ruhezeiten durchbrechen</translation>
    </message>
    <message>
        <source>Hide names and contents in banners</source>
        <translation>Namen und Inhalte in Bannern verbergen</translation>
    </message>
</context>
<context>
    <name>hs::ui::Notion</name>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>select</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>multi-select</source>
        <translation>Mehrfachauswahl</translation>
    </message>
    <message>
        <source>status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>date</source>
        <translation>Datum</translation>
    </message>
    <message>
        <source>people</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>checkbox</source>
        <translation>Kontrollkästchen</translation>
    </message>
    <message>
        <source>web address</source>
        <translation>Webadresse</translation>
    </message>
    <message>
        <source>e-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>phone number</source>
        <translation>Telefonnummer</translation>
    </message>
    <message>
        <source>formula</source>
        <translation>Formel</translation>
    </message>
    <message>
        <source>relation</source>
        <translation>Verknüpfung</translation>
    </message>
    <message>
        <source>rollup</source>
        <translation>Rollup</translation>
    </message>
    <message>
        <source>time of creation</source>
        <translation>Zeit der Anlage</translation>
    </message>
    <message>
        <source>creator</source>
        <translation>angelegt von</translation>
    </message>
    <message>
        <source>time of the last edit</source>
        <translation>Zeit der letzten Änderung</translation>
    </message>
    <message>
        <source>last editor</source>
        <translation>zuletzt geändert von</translation>
    </message>
    <message>
        <source>number made by Notion</source>
        <translation>von Notion vergebene Nummer</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <extracomment>Two statements about Notion in one sentence: %1 what was uploaded, %2 what was downloaded.</extracomment>
        <translation>%1; %2</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be uploaded</source>
        <translation>
            <numerusform>%n Änderung konnte nicht hochgeladen werden</numerusform>
            <numerusform>%n Änderungen konnten nicht hochgeladen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>All changes are uploaded</source>
        <translation>Alle Änderungen sind hochgeladen</translation>
    </message>
    <message>
        <source>last downloaded %1</source>
        <extracomment>Second half of a sentence about Notion. %1 is a moment such as &quot;10:42&quot;.</extracomment>
        <translation>zuletzt heruntergeladen %1</translation>
    </message>
    <message>
        <source>not everything has been downloaded yet</source>
        <extracomment>Second half of a sentence about Notion.</extracomment>
        <translation>noch ist nicht alles heruntergeladen</translation>
    </message>
    <message>
        <source>Offline</source>
        <comment>state of the connection with Notion</comment>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Not connected</source>
        <comment>state of the connection with Notion</comment>
        <translation>Nicht angebunden</translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>state of the connection with Notion</comment>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Being set up</source>
        <comment>state of the connection with Notion</comment>
        <translation>Wird eingerichtet</translation>
    </message>
    <message>
        <source>Needs a token</source>
        <comment>state of the connection with Notion</comment>
        <translation>Braucht ein Token</translation>
    </message>
    <message>
        <source>Needs a person</source>
        <comment>state of the connection with Notion</comment>
        <translation>Braucht jemanden</translation>
    </message>
    <message>
        <source>Blocked</source>
        <comment>state of the connection with Notion</comment>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Not reachable</source>
        <comment>state of the connection with Notion</comment>
        <translation>Nicht erreichbar</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <comment>state of the connection with Notion</comment>
        <translation>Braucht einen Blick</translation>
    </message>
    <message>
        <source>Uploading</source>
        <comment>state of the connection with Notion</comment>
        <translation>Lädt hoch</translation>
    </message>
    <message>
        <source>Works</source>
        <comment>state of the connection with Notion</comment>
        <translation>Läuft</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait to be uploaded, the oldest since %1</source>
        <extracomment>%1 is a moment such as &quot;10:40&quot;.</extracomment>
        <translation>
            <numerusform>%n Änderung wartet aufs Hochladen, seit %1</numerusform>
            <numerusform>%n Änderungen warten aufs Hochladen, die älteste seit %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait to be uploaded</source>
        <translation>
            <numerusform>%n Änderung wartet aufs Hochladen</numerusform>
            <numerusform>%n Änderungen warten aufs Hochladen</numerusform>
        </translation>
    </message>
    <message>
        <source>Notion is not connected: the records are on this computer alone.</source>
        <translation>Notion ist nicht angebunden: Die Datensätze liegen nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The console works offline, so nothing is sent to Notion and nothing is fetched. %1.</source>
        <extracomment>%1: what waits to be uploaded and what was downloaded when.</extracomment>
        <translation>Die Konsole arbeitet offline: Nichts geht zu Notion, und nichts wird geholt. %1.</translation>
    </message>
    <message>
        <source>Paused: nothing is sent and nothing is fetched until you resume. %1.</source>
        <extracomment>%1: what waits to be uploaded and what was downloaded when.</extracomment>
        <translation>Pausiert: Nichts wird gesendet und nichts geholt, bis Sie fortsetzen. %1.</translation>
    </message>
    <message>
        <source>The databases are being set up in Notion. What is changed here meanwhile waits.</source>
        <translation>Die Datenbanken werden in Notion eingerichtet. Was hier inzwischen geändert wird, wartet.</translation>
    </message>
    <message>
        <source>Notion does not accept the token. %1.</source>
        <extracomment>%1: what waits to be uploaded and what was downloaded when.</extracomment>
        <translation>Notion nimmt das Token nicht an. %1.</translation>
    </message>
    <message>
        <source>Somebody has to look before it goes on. %1.</source>
        <extracomment>%1: what waits to be uploaded and what was downloaded when.</extracomment>
        <translation>Bevor es weitergeht, muss jemand nachsehen. %1.</translation>
    </message>
    <message>
        <source>Notion refuses the connection. %1.</source>
        <extracomment>%1: what waits to be uploaded and what was downloaded when.</extracomment>
        <translation>Notion weist die Verbindung ab. %1.</translation>
    </message>
    <message>
        <source>Notion is not reachable. Work goes on here, and changes are kept. %1.</source>
        <extracomment>%1: what waits to be uploaded and what was downloaded when.</extracomment>
        <translation>Notion ist nicht erreichbar. Hier geht die Arbeit weiter, und Änderungen bleiben bewahrt. %1.</translation>
    </message>
    <message>
        <source>%1 of %2 requests this minute: %3 for people, %4 for uploads, %5 for downloads</source>
        <extracomment>Requests to Notion: %1 used, %2 allowed, %3 for people at the screen, %4 uploads, %5 downloads.</extracomment>
        <translation>%1 von %2 Anfragen in dieser Minute: %3 für Personen, %4 fürs Hochladen, %5 fürs Herunterladen</translation>
    </message>
    <message>
        <source>The next try is in %1.</source>
        <extracomment>%1 is a running clock such as &quot;0:42&quot;.</extracomment>
        <translation>Der nächste Versuch ist in %1.</translation>
    </message>
    <message>
        <source>Several requests failed in a row, so Notion is left alone for a while.</source>
        <translation>Mehrere Anfragen nacheinander sind gescheitert, deshalb hat Notion eine Weile Ruhe.</translation>
    </message>
    <message>
        <source>One request tries whether Notion answers again.</source>
        <translation>Eine Anfrage versucht, ob Notion wieder antwortet.</translation>
    </message>
    <message>
        <source>Notion answered last at %1.</source>
        <extracomment>%1 is a moment such as &quot;10:42&quot;.</extracomment>
        <translation>Notion hat zuletzt geantwortet: %1.</translation>
    </message>
    <message>
        <source>Notion has not answered yet.</source>
        <translation>Notion hat noch nicht geantwortet.</translation>
    </message>
    <message>
        <source>An answer usually takes %1.</source>
        <extracomment>%1 is a length of time such as &quot;240 ms&quot;.</extracomment>
        <translation>Eine Antwort dauert meist %1.</translation>
    </message>
    <message>
        <source>Notion is overloaded and asked for time: it goes on in %1.</source>
        <extracomment>%1 is a running clock such as &quot;0:42&quot;.</extracomment>
        <translation>Notion ist überlastet und bittet um Zeit: In %1 geht es weiter.</translation>
    </message>
    <message>
        <source>The workspace has used up what Notion allows it: it goes on in %1.</source>
        <extracomment>%1 is a running clock such as &quot;0:42&quot;.</extracomment>
        <translation>Der Arbeitsbereich hat verbraucht, was Notion ihm erlaubt: In %1 geht es weiter.</translation>
    </message>
    <message>
        <source>Notion limits this kind of request: it goes on in %1.</source>
        <extracomment>%1 is a running clock such as &quot;0:42&quot;.</extracomment>
        <translation>Notion begrenzt diese Art von Anfragen: In %1 geht es weiter.</translation>
    </message>
    <message>
        <source>This minute&apos;s requests are used up: it goes on in %1.</source>
        <extracomment>%1 is a running clock such as &quot;0:42&quot;.</extracomment>
        <translation>Die Anfragen dieser Minute sind verbraucht: In %1 geht es weiter.</translation>
    </message>
    <message>
        <source>Notion&apos;s clock is %1 ahead of this computer&apos;s. It is allowed for; better set this computer&apos;s clock.</source>
        <translation>Notions Uhr geht gegenüber diesem Rechner %1 vor. Das wird berücksichtigt; besser stellen Sie die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>Notion&apos;s clock is %1 behind this computer&apos;s. It is allowed for; better set this computer&apos;s clock.</source>
        <extracomment>%1 is a length of time such as &quot;12 seconds&quot;.</extracomment>
        <translation>Notions Uhr geht gegenüber diesem Rechner %1 nach. Das wird berücksichtigt; besser stellen Sie die Uhr dieses Rechners.</translation>
    </message>
    <message>
        <source>%1 to upload since %2</source>
        <extracomment>Status bar. %1 number of changes, %2 a moment such as &quot;10:40&quot;.</extracomment>
        <translation>%1 hochzuladen seit %2</translation>
    </message>
    <message>
        <source>%1 to upload</source>
        <extracomment>Status bar. %1 number of changes.</extracomment>
        <translation>%1 hochzuladen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Status bar. %1 state of the connection with Notion, %2 what waits: &quot;Notion offline · 3 to upload since 10:40&quot;.</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Notion: offline</source>
        <translation>Notion: offline</translation>
    </message>
    <message>
        <source>Notion: not reachable</source>
        <translation>Notion: nicht erreichbar</translation>
    </message>
    <message>
        <source>Notion: paused</source>
        <translation>Notion: pausiert</translation>
    </message>
    <message>
        <source>Notion: being set up</source>
        <translation>Notion: wird eingerichtet</translation>
    </message>
    <message>
        <source>Notion: needs a token</source>
        <translation>Notion: braucht ein Token</translation>
    </message>
    <message>
        <source>Notion: needs a person</source>
        <translation>Notion: braucht jemanden</translation>
    </message>
    <message>
        <source>Notion: blocked</source>
        <translation>Notion: gesperrt</translation>
    </message>
    <message>
        <source>Notion: %1 to look at</source>
        <comment>status bar</comment>
        <translation>Notion: %1 zum Ansehen</translation>
    </message>
    <message>
        <source>Notion</source>
        <translation>Notion</translation>
    </message>
    <message>
        <source>Notion: all uploaded</source>
        <translation>Notion: alles hochgeladen</translation>
    </message>
    <message>
        <source>This record has no page in Notion.</source>
        <translation>Dieser Datensatz hat keine Seite in Notion.</translation>
    </message>
    <message>
        <source>The last change waits to be uploaded.</source>
        <translation>Die letzte Änderung wartet aufs Hochladen.</translation>
    </message>
    <message>
        <source>Changes wait to be uploaded since %1.</source>
        <translation>Seit %1 warten Änderungen aufs Hochladen.</translation>
    </message>
    <message>
        <source>The last change could not be uploaded.</source>
        <translation>Die letzte Änderung konnte nicht hochgeladen werden.</translation>
    </message>
    <message>
        <source>Changes since %1 could not be uploaded.</source>
        <translation>Änderungen seit %1 konnten nicht hochgeladen werden.</translation>
    </message>
    <message>
        <source>The record is uploaded; its relations follow once the records they lead to have pages.</source>
        <translation>Der Datensatz ist hochgeladen; seine Verknüpfungen folgen, sobald ihre Datensätze Seiten haben.</translation>
    </message>
    <message>
        <source>Its page is in Notion&apos;s trash.</source>
        <translation>Seine Seite liegt in Notions Papierkorb.</translation>
    </message>
    <message>
        <source>Everything is uploaded. The page was edited last at %1.</source>
        <extracomment>%1 is a moment such as &quot;10:42&quot;, to the minute.</extracomment>
        <translation>Alles ist hochgeladen. Die Seite wurde zuletzt geändert: %1.</translation>
    </message>
    <message>
        <source>Everything is uploaded.</source>
        <translation>Alles ist hochgeladen.</translation>
    </message>
    <message>
        <source>Setting up: %1 of %2</source>
        <extracomment>Setting up the databases in Notion: %1 steps that are done, %2 all steps.</extracomment>
        <translation>Wird eingerichtet: %1 von %2</translation>
    </message>
    <message>
        <source>Setting up: %1 of %2 – %3</source>
        <extracomment>Setting up the databases in Notion: %1 steps that are done, %2 all steps, %3 name of a database.</extracomment>
        <translation>Wird eingerichtet: %1 von %2 – %3</translation>
    </message>
    <message>
        <source>Kept here alone: the record has no page in Notion.</source>
        <translation>Steht nur hier: Der Datensatz hat keine Seite in Notion.</translation>
    </message>
    <message>
        <source>The page in Notion may have changed since it was read.</source>
        <translation>Die Seite in Notion kann sich geändert haben, seit sie gelesen wurde.</translation>
    </message>
    <message>
        <source>The same in Notion.</source>
        <translation>In Notion steht dasselbe.</translation>
    </message>
    <message>
        <source>Waits to be uploaded.</source>
        <translation>Wartet aufs Hochladen.</translation>
    </message>
    <message>
        <source>Could not be uploaded.</source>
        <translation>Konnte nicht hochgeladen werden.</translation>
    </message>
    <message>
        <source>Nothing written yet.</source>
        <translation>Noch nichts geschrieben.</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionConflictList</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Not reviewed yet</source>
        <comment>conflicts</comment>
        <translation>Noch nicht geprüft</translation>
    </message>
    <message>
        <source>All</source>
        <comment>conflicts</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>The conflicts could not be read.</source>
        <translation>Die Konflikte konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Take the other value</source>
        <translation>Anderen Wert nehmen</translation>
    </message>
    <message>
        <source>Take the review back</source>
        <translation>Prüfung zurücknehmen</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Datensatz öffnen</translation>
    </message>
    <message>
        <source>Nothing to decide</source>
        <translation>Nichts zu entscheiden</translation>
    </message>
    <message>
        <source>Where the same value is changed here and in Notion, the later change stands and the other is kept here for you.</source>
        <translation>Wird derselbe Wert hier und in Notion geändert, gilt die spätere Änderung, und die andere bleibt hier für Sie aufgehoben.</translation>
    </message>
    <message>
        <source>No conflict yet</source>
        <translation>Noch kein Konflikt</translation>
    </message>
    <message>
        <source>Console and Notion have agreed on everything so far.</source>
        <translation>Konsole und Notion waren sich bisher in allem einig.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>One of two values that were set at the same time: %1 who set it, %2 when</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Console, stands now · %1</source>
        <extracomment>Head over the value that stands. %1 who and when</extracomment>
        <translation>Konsole, gilt jetzt · %1</translation>
    </message>
    <message>
        <source>Console · %1</source>
        <translation>Konsole · %1</translation>
    </message>
    <message>
        <source>Notion · %1</source>
        <translation>Notion · %1</translation>
    </message>
    <message>
        <source>Notion, stands now · %1</source>
        <translation>Notion, gilt jetzt · %1</translation>
    </message>
    <message>
        <source>The record was changed</source>
        <translation>Der Datensatz wurde geändert</translation>
    </message>
    <message>
        <source>The page was removed</source>
        <translation>Die Seite wurde entfernt</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <extracomment>The value that both sides had before they changed it</extracomment>
        <translation>Vorher: %1</translation>
    </message>
    <message>
        <source>Reviewed by %1, %2.</source>
        <extracomment>Who looked at a conflict: %1 name, %2 when</extracomment>
        <translation>Geprüft von %1, %2.</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>“%1” shall stand, here and in Notion</source>
        <extracomment>%1 is a value</extracomment>
        <translation>„%1“ soll gelten, hier und in Notion</translation>
    </message>
    <message>
        <source>The other value was taken. %1</source>
        <extracomment>%1 what two values were about</extracomment>
        <translation>Der andere Wert wurde genommen. %1</translation>
    </message>
    <message>
        <source>Kept. %1</source>
        <translation>Behalten. %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The conflict was not decided. %1</source>
        <translation>Der Konflikt wurde nicht entschieden. %1</translation>
    </message>
    <message>
        <source>The review was taken back</source>
        <translation>Die Prüfung ist zurückgenommen</translation>
    </message>
    <message>
        <source>The review was not taken back. %1</source>
        <translation>Die Prüfung wurde nicht zurückgenommen. %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionDatabaseEntry</name>
    <message>
        <source>Open in Notion</source>
        <translation>In Notion öffnen</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Jetzt nachsehen</translation>
    </message>
    <message>
        <source>Not connected</source>
        <comment>a database</comment>
        <translation>Nicht angebunden</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <comment>a database in Notion</comment>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Needs a look</source>
        <comment>a database</comment>
        <translation>Braucht einen Blick</translation>
    </message>
    <message>
        <source>Being read</source>
        <comment>a database in Notion</comment>
        <translation>Wird gelesen</translation>
    </message>
    <message>
        <source>Uploading</source>
        <comment>a database</comment>
        <translation>Lädt hoch</translation>
    </message>
    <message>
        <source>Uploaded</source>
        <comment>a database: all of its changes are</comment>
        <translation>Hochgeladen</translation>
    </message>
    <message>
        <source>In Notion: %1</source>
        <extracomment>%1 is how a database is called in Notion</extracomment>
        <translation>In Notion: %1</translation>
    </message>
    <message>
        <source>Added by people in Notion: %1</source>
        <extracomment>%1 is a list of names</extracomment>
        <translation>In Notion von Menschen ergänzt: %1</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>Read by screen readers. %1 what a button does, %2 name of a database</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1, %2. %3</source>
        <extracomment>A database, spoken: %1 name, %2 state, %3 facts</extracomment>
        <translation>%1, %2. %3</translation>
    </message>
    <message>
        <source>%1 pages for %2 records</source>
        <extracomment>%1 pages in Notion, %2 records here</extracomment>
        <translation>%1 Seiten für %2 Datensätze</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n Datensatz</numerusform>
            <numerusform>%n Datensätze</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to upload</source>
        <translation>
            <numerusform>%n Änderung hochzuladen</numerusform>
            <numerusform>%n Änderungen hochzuladen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stuck</source>
        <comment>changes of a database</comment>
        <translation>
            <numerusform>%n steckt fest</numerusform>
            <numerusform>%n stecken fest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing in Notion</source>
        <comment>pages of a database</comment>
        <translation>
            <numerusform>%n fehlt in Notion</numerusform>
            <numerusform>%n fehlen in Notion</numerusform>
        </translation>
    </message>
    <message>
        <source>downloaded last %1</source>
        <translation>zuletzt heruntergeladen %1</translation>
    </message>
    <message>
        <source>not downloaded yet</source>
        <translation>noch nicht heruntergeladen</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionOverview</name>
    <message>
        <source>To upload</source>
        <translation>Hochzuladen</translation>
    </message>
    <message>
        <source>Stuck</source>
        <translation>Steckt fest</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Notion asked for time</source>
        <translation>Notion bittet um Zeit</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Clocks</source>
        <translation>Uhren</translation>
    </message>
    <message>
        <source>Since the console started</source>
        <translation>Seit dem Start der Konsole</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Arbeitsbereich</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>Read by screen readers. %1 name of a fact, %2 the fact</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be uploaded and wait for somebody</source>
        <translation>
            <numerusform>%n Änderung konnte nicht hochgeladen werden und wartet auf jemanden</numerusform>
            <numerusform>%n Änderungen konnten nicht hochgeladen werden und warten auf jemanden</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 pages read, %2 changes uploaded</source>
        <translation>%1 Seiten gelesen, %2 Änderungen hochgeladen</translation>
    </message>
    <message>
        <source>All changes are uploaded</source>
        <translation>Alle Änderungen sind hochgeladen</translation>
    </message>
    <message>
        <source>Everything was downloaded last at %1</source>
        <extracomment>%1 is a moment such as &quot;10:42&quot;</extracomment>
        <translation>Alles wurde zuletzt heruntergeladen: %1</translation>
    </message>
    <message>
        <source>Not everything has been downloaded yet</source>
        <translation>Noch ist nicht alles heruntergeladen</translation>
    </message>
    <message>
        <source>%1. Being read now: %2</source>
        <extracomment>%1 what was downloaded when, %2 names of databases</extracomment>
        <translation>%1. Wird gerade gelesen: %2</translation>
    </message>
    <message>
        <source>Keep them here</source>
        <translation>Hier behalten</translation>
    </message>
    <message>
        <source>They are gone</source>
        <translation>Sie sind weg</translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) of “%1” went missing in Notion all at once. Nothing has been removed here: say whether they are gone.</source>
        <extracomment>Pages in Notion that are suddenly not there. %1 is the name of a database</extracomment>
        <translation>
            <numerusform>In Notion fehlt plötzlich %n Seite von „%1“. Hier wurde nichts entfernt: Sagen Sie, ob sie weg ist.</numerusform>
            <numerusform>In Notion fehlen auf einmal %n Seiten von „%1“. Hier wurde nichts entfernt: Sagen Sie, ob sie weg sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>Needs the role administrator.</source>
        <translation>Braucht die Rolle Verwaltung.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>Read by screen readers. %1 what a button does, %2 name of a database</extracomment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionPage</name>
    <message>
        <source>All integrations</source>
        <translation>Alle Anbindungen</translation>
    </message>
    <message>
        <source>Look at the differences…</source>
        <translation>Unterschiede ansehen…</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Jetzt nachsehen</translation>
    </message>
    <message>
        <source>Asks Notion for changes at once</source>
        <translation>Fragt Notion gleich nach Änderungen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Connection…</source>
        <translation>Verbindung…</translation>
    </message>
    <message>
        <source>The state of Notion could not be read.</source>
        <translation>Der Stand von Notion konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A tab and how many things it holds</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Databases</source>
        <translation>Datenbanken</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>Stuck</source>
        <comment>changes that could not be uploaded</comment>
        <translation>Steckt fest</translation>
    </message>
    <message>
        <source>Notion is not connected</source>
        <translation>Notion ist nicht angebunden</translation>
    </message>
    <message>
        <source>Connect it, and the records of the hub can be read and changed in Notion, too.</source>
        <translation>Binden Sie es an, dann lassen sich die Datensätze des Hubs auch in Notion lesen und ändern.</translation>
    </message>
    <message>
        <source>Somebody with the role administrator can connect it.</source>
        <translation>Jemand mit der Rolle Verwaltung kann es anbinden.</translation>
    </message>
    <message>
        <source>Connect Notion…</source>
        <translation>Notion anbinden…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Token, parent page and databases</source>
        <translation>Token, übergeordnete Seite und Datenbanken</translation>
    </message>
    <message>
        <source>Needs the role administrator.</source>
        <translation>Braucht die Rolle Verwaltung.</translation>
    </message>
    <message>
        <source>To mend it: %1</source>
        <extracomment>How to mend a trouble</extracomment>
        <translation>Abhilfe: %1</translation>
    </message>
    <message>
        <source>Change the token…</source>
        <translation>Token ändern…</translation>
    </message>
    <message>
        <source>Notion is asked for changes</source>
        <translation>Notion wird nach Änderungen gefragt</translation>
    </message>
    <message>
        <source>Notion was not asked. %1</source>
        <translation>Notion wurde nicht gefragt. %1</translation>
    </message>
    <message>
        <source>The records are removed here, too</source>
        <translation>Die Datensätze werden auch hier entfernt</translation>
    </message>
    <message>
        <source>The records stay here and get pages again</source>
        <translation>Die Datensätze bleiben hier und bekommen wieder Seiten</translation>
    </message>
    <message>
        <source>That was not decided. %1</source>
        <translation>Das wurde nicht entschieden. %1</translation>
    </message>
    <message>
        <source>Are they gone?</source>
        <extracomment>%1 is the name of a database</extracomment>
        <translation>Sind sie weg?</translation>
    </message>
    <message>
        <source>The records of “%1” whose pages are missing in Notion are removed here, too. That cannot be taken back.</source>
        <translation>Die Datensätze von „%1“, deren Seiten in Notion fehlen, werden auch hier entfernt. Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Remove them here</source>
        <translation>Hier entfernen</translation>
    </message>
    <message>
        <source>What would happen…</source>
        <translation>Was geschehen würde…</translation>
    </message>
    <message>
        <source>Both sides are compared, and nothing is changed. That takes a while, because Notion takes few requests a minute; you can work meanwhile.</source>
        <translation>Beide Seiten werden verglichen, und nichts wird geändert. Das dauert eine Weile, weil Notion wenige Anfragen in der Minute annimmt; Sie können währenddessen arbeiten.</translation>
    </message>
    <message>
        <source>It is being worked out.</source>
        <translation>Es wird gerade ermittelt.</translation>
    </message>
    <message>
        <source>Only while Notion is connected and works.</source>
        <translation>Nur solange Notion angebunden ist und läuft.</translation>
    </message>
    <message>
        <source>Compares both sides and changes nothing</source>
        <translation>Vergleicht beide Seiten und ändert nichts</translation>
    </message>
    <message>
        <source>What would happen could not be worked out. %1</source>
        <translation>Was geschehen würde, ließ sich nicht ermitteln. %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionParkedList</name>
    <message>
        <source>Changes that could not be uploaded</source>
        <translation>Änderungen, die nicht hochgeladen werden konnten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Datensatz öffnen</translation>
    </message>
    <message>
        <source>Try all again</source>
        <translation>Alle erneut versuchen</translation>
    </message>
    <message>
        <source>What could not be uploaded could not be read.</source>
        <translation>Was nicht hochgeladen werden konnte, konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>Nothing is stuck</source>
        <translation>Nichts steckt fest</translation>
    </message>
    <message>
        <source>Every change could be uploaded or is on its way.</source>
        <translation>Jede Änderung ist hochgeladen oder unterwegs.</translation>
    </message>
    <message>
        <source>To mend it: %1</source>
        <extracomment>How to mend what could not be sent</extracomment>
        <translation>Abhilfe: %1</translation>
    </message>
    <message numerus="yes">
        <source>Tried %n time(s), stuck since %1</source>
        <extracomment>%n how often it was tried; %1 a moment</extracomment>
        <translation>
            <numerusform>%n-mal versucht, steckt fest seit %1</numerusform>
            <numerusform>%n-mal versucht, steckt fest seit %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>It is sent to Notion again</source>
        <translation>Es geht noch einmal zu Notion</translation>
    </message>
    <message>
        <source>It could not be tried again. %1</source>
        <translation>Es ließ sich nicht noch einmal versuchen. %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionPlanEntry</name>
    <message>
        <source>Connected</source>
        <comment>a database with one in Notion</comment>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>Will be made</source>
        <comment>a database in Notion</comment>
        <translation>Wird angelegt</translation>
    </message>
    <message>
        <source>Choose</source>
        <comment>what becomes of a database</comment>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>Will be taken over</source>
        <comment>a database in Notion</comment>
        <translation>Wird übernommen</translation>
    </message>
    <message>
        <source>The database of this title in Notion holds several tables.</source>
        <translation>Die Datenbank dieses Titels in Notion hat mehrere Tabellen.</translation>
    </message>
    <message>
        <source>What becomes of %1</source>
        <extracomment>%1 is the name of a database</extracomment>
        <translation>Was aus %1 wird</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Take over its table “%1”</source>
        <extracomment>%1 is the name of a table in Notion</extracomment>
        <translation>Ihre Tabelle „%1“ übernehmen</translation>
    </message>
    <message>
        <source>Take over the one in Notion</source>
        <translation>Die in Notion übernehmen</translation>
    </message>
    <message>
        <source>Make a new one</source>
        <translation>Neue anlegen</translation>
    </message>
    <message>
        <source>The address or the id of the database is needed.</source>
        <translation>Die Adresse oder die ID der Datenbank wird gebraucht.</translation>
    </message>
    <message>
        <source>This address does not lead to Notion: those of Notion lie at notion.so, notion.com or notion.site.</source>
        <translation>Diese Adresse führt nicht zu Notion: Adressen von Notion liegen bei notion.so, notion.com oder notion.site.</translation>
    </message>
    <message>
        <source>This address holds no id of a database. Open the database in Notion as a page of its own, and copy the link from there.</source>
        <translation>In dieser Adresse steckt keine ID einer Datenbank. Öffnen Sie die Datenbank in Notion als eigene Seite und kopieren Sie den Link dort.</translation>
    </message>
    <message>
        <source>The beginning of the address is missing: https://</source>
        <translation>Der Anfang der Adresse fehlt: https://</translation>
    </message>
    <message>
        <source>This is neither an address nor an id of Notion. An id has 32 characters: digits and the letters a to f.</source>
        <translation>Das ist weder eine Adresse noch eine ID von Notion. Eine ID hat 32 Zeichen: Ziffern und die Buchstaben a bis f.</translation>
    </message>
    <message numerus="yes">
        <source>An id of Notion has 32 digits and letters; this one has %n.</source>
        <extracomment>%n how many characters were typed</extracomment>
        <translation>
            <numerusform>Eine ID von Notion hat 32 Ziffern und Buchstaben; diese hat nur %n Zeichen.</numerusform>
            <numerusform>Eine ID von Notion hat 32 Ziffern und Buchstaben; diese hat %n.</numerusform>
        </translation>
    </message>
    <message>
        <source>Another database…</source>
        <translation>Eine andere Datenbank…</translation>
    </message>
    <message>
        <source>Address or id in Notion for %1</source>
        <extracomment>Of a database in Notion. %1 is the name of the hub&apos;s database that it shall be</extracomment>
        <translation>Adresse oder ID in Notion für %1</translation>
    </message>
    <message>
        <source>Its address or id in Notion</source>
        <translation>Ihre Adresse oder ID in Notion</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionPlanView</name>
    <message numerus="yes">
        <source>%n are made</source>
        <comment>databases in Notion</comment>
        <translation>
            <numerusform>%n wird angelegt</numerusform>
            <numerusform>%n werden angelegt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are there already</source>
        <comment>databases in Notion</comment>
        <translation>
            <numerusform>%n ist schon da</numerusform>
            <numerusform>%n sind schon da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are connected</source>
        <comment>databases in Notion</comment>
        <translation>
            <numerusform>%n ist verbunden</numerusform>
            <numerusform>%n sind verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>In the workspace “%1”: %2.</source>
        <extracomment>%1 is a workspace in Notion, %2 what will happen there</extracomment>
        <translation>Im Arbeitsbereich „%1“: %2.</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionRehearsalDialog</name>
    <message>
        <source>What would happen</source>
        <translation>Was geschehen würde</translation>
    </message>
    <message>
        <source>Nothing has been changed, neither here nor in Notion: this is what the next look at both sides would do.</source>
        <translation>Geändert wurde nichts, weder hier noch in Notion: Das würde der nächste Abgleich beider Seiten tun.</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Datensatz öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Of these nothing can be said:
%1</source>
        <extracomment>%1 are databases and why nothing can be said of them, one a line</extracomment>
        <translation>Über diese lässt sich nichts sagen:
%1</translation>
    </message>
    <message numerus="yes">
        <source>%n more, not listed here</source>
        <comment>things that would happen</comment>
        <translation>
            <numerusform>%n weiteres, hier nicht aufgeführt</numerusform>
            <numerusform>%n weitere, hier nicht aufgeführt</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing: both sides are alike</source>
        <translation>Nichts: Beide Seiten sind gleich</translation>
    </message>
    <message>
        <source>Everything that was changed here is in Notion, and everything that was changed there is here.</source>
        <translation>Was hier geändert wurde, steht in Notion, und was dort geändert wurde, steht hier.</translation>
    </message>
    <message>
        <source>Nothing else</source>
        <translation>Sonst nichts</translation>
    </message>
    <message>
        <source>All that could be looked at is alike on both sides.</source>
        <translation>Alles, was sich ansehen ließ, ist auf beiden Seiten gleich.</translation>
    </message>
    <message>
        <source>There is no record yet: it would be made.</source>
        <translation>Den Datensatz gibt es noch nicht: Er würde angelegt.</translation>
    </message>
    <message>
        <source>The record is removed here.</source>
        <translation>Der Datensatz ist hier entfernt.</translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionRehearsalModel</name>
    <message>
        <source>To Notion</source>
        <translation>Nach Notion</translation>
    </message>
    <message>
        <source>From Notion</source>
        <translation>Aus Notion</translation>
    </message>
    <message>
        <source>A page is made</source>
        <translation>Eine Seite wird angelegt</translation>
    </message>
    <message>
        <source>A record is made</source>
        <translation>Ein Datensatz wird angelegt</translation>
    </message>
    <message>
        <source>The page is changed</source>
        <translation>Die Seite wird geändert</translation>
    </message>
    <message>
        <source>The record is changed</source>
        <translation>Der Datensatz wird geändert</translation>
    </message>
    <message>
        <source>The page goes to the trash</source>
        <translation>Die Seite kommt in den Papierkorb</translation>
    </message>
    <message>
        <source>The record is removed</source>
        <translation>Der Datensatz wird entfernt</translation>
    </message>
    <message>
        <source>The page comes back</source>
        <translation>Die Seite kommt zurück</translation>
    </message>
    <message>
        <source>The record comes back</source>
        <translation>Der Datensatz kommt zurück</translation>
    </message>
    <message>
        <source>Conflict: changed on both sides</source>
        <translation>Konflikt: auf beiden Seiten geändert</translation>
    </message>
    <message>
        <source>Waits for a person</source>
        <translation>Wartet auf einen Menschen</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>%1: %2 of %3. %4.</source>
        <extracomment>What would happen to a record, spoken: %1 direction, %2 title, %3 database, %4 what.</extracomment>
        <translation>%1: %2 aus %3. %4.</translation>
    </message>
    <message>
        <source>%1: %2 of %3. %4: %5.</source>
        <extracomment>What would happen to a record, spoken: %1 direction, %2 title, %3 database, %4 what, %5 names of properties.</extracomment>
        <translation>%1: %2 aus %3. %4: %5.</translation>
    </message>
    <message>
        <source>Direction</source>
        <comment>column head: from Notion or to Notion</comment>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Database</source>
        <comment>column head</comment>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Record</source>
        <comment>column head</comment>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>What would happen</source>
        <comment>column head</comment>
        <translation>Was geschehen würde</translation>
    </message>
    <message>
        <source>Properties</source>
        <comment>column head</comment>
        <translation>Eigenschaften</translation>
    </message>
    <message numerus="yes">
        <source>%n would come from Notion</source>
        <comment>records</comment>
        <extracomment>How many records; part of a list such as &quot;12 would come from Notion, 3 would go there, 1 conflict&quot;.</extracomment>
        <translation>
            <numerusform>%n käme aus Notion</numerusform>
            <numerusform>%n kämen aus Notion</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would go there</source>
        <comment>records</comment>
        <translation>
            <numerusform>%n ginge dorthin</numerusform>
            <numerusform>%n gingen dorthin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would go to Notion</source>
        <comment>records</comment>
        <translation>
            <numerusform>%n ginge nach Notion</numerusform>
            <numerusform>%n gingen nach Notion</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n Konflikt</numerusform>
            <numerusform>%n Konflikte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for a person</source>
        <comment>records</comment>
        <translation>
            <numerusform>%n wartet auf einen Menschen</numerusform>
            <numerusform>%n warten auf einen Menschen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionSetup</name>
    <message>
        <source>Connect Notion</source>
        <translation>Notion anbinden</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>The 16 databases of the hub get a mirror in Notion: what is changed on one side follows on the other. Nothing is made or changed in Notion before you have seen what would happen.</source>
        <translation>Die 16 Datenbanken des Hubs bekommen ein Spiegelbild in Notion: Was auf einer Seite geändert wird, folgt auf der anderen. In Notion wird nichts angelegt oder geändert, bevor Sie gesehen haben, was geschehen würde.</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>One is stored. Leave this empty to keep it.</source>
        <translation>Eines ist gespeichert. Leer lassen, um es zu behalten.</translation>
    </message>
    <message>
        <source>Token of the connection</source>
        <translation>Token der Verbindung</translation>
    </message>
    <message>
        <source>In Notion, make a connection (integration) for your workspace and copy its token. It is stored safely and never shown again.</source>
        <translation>Legen Sie in Notion eine Verbindung (Integration) für Ihren Arbeitsbereich an und kopieren Sie ihr Token. Es wird sicher verwahrt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Parent page</source>
        <translation>Übergeordnete Seite</translation>
    </message>
    <message>
        <source>The address of the page under which the databases are, or are to be made. In the page&apos;s menu in Notion, add the connection to it first.</source>
        <translation>Die Adresse der Seite, unter der die Datenbanken sind oder angelegt werden. Fügen Sie ihr zuerst in Notion über das Menü der Seite die Verbindung hinzu.</translation>
    </message>
    <message>
        <source>What would happen in Notion</source>
        <translation>Was in Notion geschehen würde</translation>
    </message>
    <message>
        <source>From now on changes are uploaded as they are made, and what is changed in Notion is downloaded. The first upload of all records takes a while; you can work meanwhile.</source>
        <translation>Von nun an werden Änderungen hochgeladen, sobald sie gemacht sind, und was in Notion geändert wird, wird heruntergeladen. Das erste Hochladen aller Datensätze dauert eine Weile; Sie können währenddessen arbeiten.</translation>
    </message>
    <message>
        <source>What would happen</source>
        <translation>Was geschehen würde</translation>
    </message>
    <message>
        <source>Notion is connected</source>
        <translation>Notion ist angebunden</translation>
    </message>
    <message>
        <source>See what would happen</source>
        <translation>Zeigen, was geschehen würde</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Anbinden</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Close, it goes on</source>
        <translation>Schließen, es geht weiter</translation>
    </message>
    <message>
        <source>Token and page are needed.</source>
        <translation>Token und Seite werden gebraucht.</translation>
    </message>
    <message>
        <source>Choose what becomes of every database that differs.</source>
        <translation>Wählen Sie, was aus jeder abweichenden Datenbank wird.</translation>
    </message>
    <message>
        <source>The token is stored…</source>
        <translation>Das Token wird verwahrt…</translation>
    </message>
    <message>
        <source>Notion is asked what is there…</source>
        <translation>Notion wird gefragt, was da ist…</translation>
    </message>
    <message>
        <source>The databases are set up in Notion. That can take a few minutes, because Notion takes few requests a minute.</source>
        <translation>Die Datenbanken werden in Notion eingerichtet. Das kann einige Minuten dauern, weil Notion wenige Anfragen in der Minute annimmt.</translation>
    </message>
</context>
<context>
    <name>hs::ui::OfferStrip</name>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More that can be done to the run</source>
        <translation>Was sich mit dem Lauf noch tun lässt</translation>
    </message>
</context>
<context>
    <name>hs::ui::OutdatedReport</name>
    <message>
        <source>The report was not saved. %1</source>
        <translation>Die Meldung wurde nicht gespeichert. %1</translation>
    </message>
    <message>
        <source>No longer reported as outdated: %1</source>
        <extracomment>%1 is a document</extracomment>
        <translation>Nicht mehr als veraltet gemeldet: %1</translation>
    </message>
    <message>
        <source>Reported as outdated: %1</source>
        <translation>Als veraltet gemeldet: %1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Report as outdated</source>
        <extracomment>%1 is a document</extracomment>
        <translation>Als veraltet melden</translation>
    </message>
    <message>
        <source>What is outdated in “%1”? Everybody who finds it reads this.</source>
        <translation>Was ist in „%1“ veraltet? Alle, die es finden, lesen dies.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Melden</translation>
    </message>
</context>
<context>
    <name>hs::ui::OutlineTree</name>
    <message>
        <source>States and transitions</source>
        <translation>Zustände und Übergänge</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <extracomment>a row of the outline: %1 an event, %2 the state it leads to</extracomment>
        <translation>%1 → %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::PagePreview</name>
    <message>
        <source>[Picture: %1]</source>
        <extracomment>In the place of a picture. %1 the words that describe it</extracomment>
        <translation>[Bild: %1]</translation>
    </message>
</context>
<context>
    <name>hs::ui::PassageDelegate</name>
    <message>
        <source>Reported as outdated</source>
        <translation>Als veraltet gemeldet</translation>
    </message>
    <message>
        <source>May be outdated</source>
        <translation>Vielleicht veraltet</translation>
    </message>
    <message>
        <source>Also in %1</source>
        <extracomment>%1 is a document that holds the same text</extracomment>
        <translation>Auch in %1</translation>
    </message>
    <message numerus="yes">
        <source>Also in %n document(s)</source>
        <translation>
            <numerusform>Auch in %n Dokument</numerusform>
            <numerusform>Auch in %n Dokumenten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::PassagePreview</name>
    <message>
        <source>Show what comes before</source>
        <translation>Zeigen, was davor steht</translation>
    </message>
    <message>
        <source>Show what comes after</source>
        <translation>Zeigen, was danach steht</translation>
    </message>
    <message>
        <source>Close the preview</source>
        <translation>Vorschau schließen</translation>
    </message>
    <message>
        <source>Why this result</source>
        <translation>Warum dieses Ergebnis</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Back to the results</source>
        <translation>Zurück zu den Ergebnissen</translation>
    </message>
    <message>
        <source>The document could not be read.</source>
        <translation>Das Dokument konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The passage itself stands in the list.</source>
        <translation>Die Passage selbst steht in der Liste.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Reported as outdated: %1</source>
        <extracomment>%1 is why somebody says that a document is outdated</extracomment>
        <translation>Als veraltet gemeldet: %1</translation>
    </message>
    <message>
        <source>May be outdated</source>
        <translation>Vielleicht veraltet</translation>
    </message>
    <message>
        <source>Text of %1</source>
        <extracomment>The words of a document. %1 is its title</extracomment>
        <translation>Text von %1</translation>
    </message>
    <message>
        <source>The source no longer has this document. You see the text as it was read last.</source>
        <translation>Die Quelle hat dieses Dokument nicht mehr. Sie sehen den Text, wie er zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>The source changed since this was cited. The quoted words still stand in it.</source>
        <translation>Die Quelle hat sich geändert, seit sie zitiert wurde. Die zitierten Worte stehen noch darin.</translation>
    </message>
    <message>
        <source>The source changed since this was cited. You see its present text.</source>
        <translation>Die Quelle hat sich geändert, seit sie zitiert wurde. Sie sehen den jetzigen Text.</translation>
    </message>
</context>
<context>
    <name>hs::ui::PdfView</name>
    <message>
        <source>Page before</source>
        <translation>Vorige Seite</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Nächste Seite</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>As wide as the view</source>
        <translation>An die Breite anpassen</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <extracomment>%1 a page&apos;s number, %2 how many there are</extracomment>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>Page of %1</source>
        <extracomment>A picture of a page, as screen readers say it. %1 a document, %2 &quot;Page 3 of 9&quot;</extracomment>
        <translation>Seite aus %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::PeoplePage</name>
    <message>
        <source>Who works at this console, and what each may do. Every decision carries the person&apos;s name.</source>
        <translation>Wer an dieser Konsole arbeitet und was jede Person darf. Jede Entscheidung trägt den Namen der Person.</translation>
    </message>
    <message>
        <source>operator role pin api key</source>
        <translation>bedienung rolle pin api schlüssel</translation>
    </message>
    <message>
        <source>Add a person…</source>
        <translation>Person hinzufügen…</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>For programs that use the HTTP interface. A key is shown once, when it is made.</source>
        <translation>Für Programme, die die HTTP-Schnittstelle nutzen. Ein Schlüssel wird einmal gezeigt, wenn er entsteht.</translation>
    </message>
    <message>
        <source>Make an API key…</source>
        <translation>API-Schlüssel erzeugen…</translation>
    </message>
    <message>
        <source>%1 (you)</source>
        <translation>%1 (Sie)</translation>
    </message>
    <message>
        <source>with PIN</source>
        <translation>mit PIN</translation>
    </message>
    <message>
        <source>without PIN</source>
        <translation>ohne PIN</translation>
    </message>
    <message>
        <source>at the desk</source>
        <translation>am Platz</translation>
    </message>
    <message>
        <source>away</source>
        <translation>abwesend</translation>
    </message>
    <message>
        <source>last used %1</source>
        <translation>zuletzt benutzt %1</translation>
    </message>
    <message>
        <source>never used</source>
        <translation>nie benutzt</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>widerrufen</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Revoke %1</source>
        <extracomment>%1 is the name of an API key</extracomment>
        <translation>%1 widerrufen</translation>
    </message>
    <message>
        <source>Add a person</source>
        <translation>Person hinzufügen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Make an API key</source>
        <translation>API-Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>Name of the key</source>
        <translation>Name des Schlüssels</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>Der neue Schlüssel</translation>
    </message>
    <message>
        <source>The key is shown once. Keep it where the program that uses it can read it.</source>
        <translation>Der Schlüssel wird einmal gezeigt. Bewahren Sie ihn dort auf, wo das Programm ihn lesen kann.</translation>
    </message>
    <message>
        <source>Make the key</source>
        <translation>Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>Give the key a name, so that you know later which program uses it.</source>
        <translation>Geben Sie dem Schlüssel einen Namen, damit Sie später wissen, welches Programm ihn nutzt.</translation>
    </message>
    <message>
        <source>Copy and close</source>
        <translation>Kopieren und schließen</translation>
    </message>
</context>
<context>
    <name>hs::ui::PermissionTable</name>
    <message>
        <source>Back to its autonomy</source>
        <translation>Zurück zu seiner Autonomie</translation>
    </message>
    <message>
        <source>%1: back to what its autonomy says</source>
        <extracomment>%1 is a kind of tool, such as &quot;Speak&quot;</extracomment>
        <translation>%1: zurück zu dem, was seine Autonomie vorgibt</translation>
    </message>
    <message>
        <source>What %1 may do: %2</source>
        <extracomment>%1 an agent&apos;s name, %2 a kind of tool such as &quot;Speak&quot;</extracomment>
        <translation>Was %1 darf: %2</translation>
    </message>
    <message>
        <source>This is always a person&apos;s, whatever is set.</source>
        <translation>Das bleibt immer einem Menschen vorbehalten, was auch eingestellt ist.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>%1 what an agent may do, a sentence, %2 where that comes from, such as &quot;follows from its autonomy&quot;</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Needs the role administrator to change it.</source>
        <translation>Ändern braucht die Rolle Verwaltung.</translation>
    </message>
    <message>
        <source>What the agent may do was not changed.</source>
        <translation>Was der Agent darf, wurde nicht geändert.</translation>
    </message>
    <message>
        <source>Leave of %1 changed: %2</source>
        <extracomment>What Ctrl+Z takes back. %1 an agent&apos;s name, %2 a kind of tool such as &quot;Speak&quot;</extracomment>
        <translation>Erlaubnis von %1 geändert: %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::Person</name>
    <message>
        <source>You</source>
        <extracomment>the person at this desk</extracomment>
        <translation>Sie</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Bedienung</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Verwaltung</translation>
    </message>
    <message>
        <source>May look at everything and change nothing.</source>
        <translation>Darf alles ansehen und nichts ändern.</translation>
    </message>
    <message>
        <source>May work with conversations, boards, records and tasks.</source>
        <translation>Darf mit Gesprächen, Boards, Datensätzen und Aufgaben arbeiten.</translation>
    </message>
    <message>
        <source>May also claim and decide escalations.</source>
        <translation>Darf auch Eskalationen annehmen und entscheiden.</translation>
    </message>
    <message>
        <source>May do everything, settings and people included.</source>
        <translation>Darf alles, auch Einstellungen und Personen.</translation>
    </message>
</context>
<context>
    <name>hs::ui::PersonDialog</name>
    <message>
        <source>at the desk</source>
        <comment>a person is present</comment>
        <translation>am Platz</translation>
    </message>
    <message>
        <source>away</source>
        <comment>a person is not present</comment>
        <translation>abwesend</translation>
    </message>
    <message numerus="yes">
        <source>%n open claim(s)</source>
        <comment>how much a person has in hand</comment>
        <translation>
            <numerusform>%n offene Annahme</numerusform>
            <numerusform>%n offene Annahmen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <extracomment>A person to assign something to: %1 name, %2 at the desk or away, %3 number of claims.</extracomment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Nobody else works here yet. Add people in the settings.</source>
        <translation>Noch arbeitet hier niemand sonst. Fügen Sie Personen in den Einstellungen hinzu.</translation>
    </message>
    <message>
        <source>A word for them, if you like</source>
        <translation>Ein Wort dazu, wenn Sie mögen</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Zuweisen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>hs::ui::PersonForm</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Initials</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>PIN, optional</source>
        <translation>PIN, freiwillig</translation>
    </message>
    <message>
        <source>PIN again</source>
        <translation>PIN noch einmal</translation>
    </message>
    <message>
        <source>A PIN keeps others from deciding in your name at this desk. At least four characters.</source>
        <translation>Eine PIN verhindert, dass andere an diesem Platz in Ihrem Namen entscheiden. Mindestens vier Zeichen.</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Please give a name.</source>
        <translation>Bitte geben Sie einen Namen an.</translation>
    </message>
    <message>
        <source>Please give one to three letters as initials.</source>
        <translation>Bitte geben Sie ein bis drei Buchstaben als Kürzel an.</translation>
    </message>
    <message>
        <source>The PIN is too short: it needs at least four characters.</source>
        <translation>Die PIN ist zu kurz: sie braucht mindestens vier Zeichen.</translation>
    </message>
    <message>
        <source>The two PINs are not the same.</source>
        <translation>Die beiden PINs sind verschieden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Perspective</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Triage</source>
        <translation>Entscheiden</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>Wissen</translation>
    </message>
    <message>
        <source>Monitor</source>
        <translation>Überwachen</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
</context>
<context>
    <name>hs::ui::Preferences</name>
    <message>
        <source>The window&apos;s layout can&apos;t be saved to %1.</source>
        <translation>Die Anordnung des Fensters kann nicht in %1 gespeichert werden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::PresenceButton</name>
    <message>
        <source>Nobody is signed in</source>
        <translation>Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation>Angemeldet als %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::ProposalPanel</name>
    <message>
        <source>Use</source>
        <comment>a draft of an agent: sends it as it is</comment>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Sends these words as your reply. It can be taken back while it is held.</source>
        <translation>Sendet diese Worte als Ihre Antwort. Solange sie angehalten ist, lässt sie sich zurücknehmen.</translation>
    </message>
    <message>
        <source>Change it first</source>
        <translation>Erst ändern</translation>
    </message>
    <message>
        <source>Puts the words into your reply</source>
        <translation>Übernimmt die Worte in Ihre Antwort</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Ask again…</source>
        <translation>Noch einmal bitten…</translation>
    </message>
    <message>
        <source>Set up a language model</source>
        <translation>Sprachmodell einrichten</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>%1 made a draft. Nothing has been sent.</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>%1 hat einen Entwurf gemacht. Gesendet wurde nichts.</translation>
    </message>
    <message>
        <source>%1 has no draft for you</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>%1 hat keinen Entwurf für Sie</translation>
    </message>
    <message>
        <source>Write the reply yourself, or ask again with a remark.</source>
        <translation>Schreiben Sie die Antwort selbst, oder bitten Sie noch einmal, mit einer Bemerkung.</translation>
    </message>
    <message>
        <source>Write the reply yourself, or set up a language model: rules alone can only draft what they know.</source>
        <translation>Schreiben Sie die Antwort selbst, oder richten Sie ein Sprachmodell ein: Regeln allein entwerfen nur, was sie kennen.</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <extracomment>Read by screen readers. %1 is what an answer stands on</extracomment>
        <translation>Quelle: %1</translation>
    </message>
    <message>
        <source>There is no page for it in the console</source>
        <translation>Dafür gibt es in der Konsole keine Seite</translation>
    </message>
</context>
<context>
    <name>hs::ui::QualityModel</name>
    <message>
        <source>not tried</source>
        <translation>nicht erprobt</translation>
    </message>
    <message>
        <source>rightly refused</source>
        <translation>zu Recht abgewiesen</translation>
    </message>
    <message>
        <source>should have been refused</source>
        <translation>hätte abgewiesen werden sollen</translation>
    </message>
    <message>
        <source>wrongly refused, place %1</source>
        <translation>zu Unrecht abgewiesen, Platz %1</translation>
    </message>
    <message>
        <source>wrongly refused</source>
        <translation>zu Unrecht abgewiesen</translation>
    </message>
    <message>
        <source>place %1</source>
        <extracomment>%1 is the place of a document among the results, from 1</extracomment>
        <translation>Platz %1</translation>
    </message>
    <message>
        <source>not among the first ten</source>
        <translation>nicht unter den ersten zehn</translation>
    </message>
    <message>
        <source>No source answers it</source>
        <translation>Keine Quelle beantwortet sie</translation>
    </message>
    <message>
        <source>now %1, changed %2</source>
        <extracomment>What became of a question. %1 under the present settings, %2 under changed ones</extracomment>
        <translation>jetzt %1, geändert %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::QualityPage</name>
    <message>
        <source>Test questions</source>
        <translation>Testfragen</translation>
    </message>
    <message>
        <source>Add a question…</source>
        <translation>Frage hinzufügen…</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Change the chosen question</source>
        <translation>Gewählte Frage ändern</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the chosen question</source>
        <translation>Gewählte Frage löschen</translation>
    </message>
    <message>
        <source>Questions of your own show what a change of the search would do before it is made.</source>
        <translation>Eigene Fragen zeigen, was eine Änderung der Suche bewirken würde, bevor sie gemacht wird.</translation>
    </message>
    <message>
        <source>Changed search</source>
        <translation>Geänderte Suche</translation>
    </message>
    <message>
        <source>How much meaning counts in the changed search, in percent</source>
        <translation>Wie viel die Bedeutung in der geänderten Suche zählt, in Prozent</translation>
    </message>
    <message>
        <source>Try both</source>
        <translation>Beide erproben</translation>
    </message>
    <message>
        <source>Leave off</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Search like this from now on</source>
        <translation>Von nun an so suchen</translation>
    </message>
    <message>
        <source>Order of the first ten (nDCG@10)</source>
        <translation>Reihenfolge der ersten zehn (nDCG@10)</translation>
    </message>
    <message>
        <source>1: the right document is always first. Places further down count less.</source>
        <translation>1: Das richtige Dokument steht immer an erster Stelle. Plätze weiter unten zählen weniger.</translation>
    </message>
    <message>
        <source>Found among the first ten</source>
        <translation>Unter den ersten zehn gefunden</translation>
    </message>
    <message>
        <source>How often the right document is among the first ten at all (recall@10).</source>
        <translation>Wie oft das richtige Dokument überhaupt unter den ersten zehn ist (recall@10).</translation>
    </message>
    <message>
        <source>Place of the right one (MRR)</source>
        <translation>Platz des richtigen (MRR)</translation>
    </message>
    <message>
        <source>1: always first, 0.5: usually second.</source>
        <translation>1: immer der erste, 0,5: meist der zweite.</translation>
    </message>
    <message>
        <source>Rightly refused</source>
        <translation>Zu Recht abgewiesen</translation>
    </message>
    <message>
        <source>Of the questions that no source answers.</source>
        <translation>Von den Fragen, die keine Quelle beantwortet.</translation>
    </message>
    <message>
        <source>Wrongly refused</source>
        <translation>Zu Unrecht abgewiesen</translation>
    </message>
    <message>
        <source>Of the questions that a document answers.</source>
        <translation>Von den Fragen, die ein Dokument beantwortet.</translation>
    </message>
    <message>
        <source>Usual time</source>
        <translation>Übliche Dauer</translation>
    </message>
    <message>
        <source>Of one search.</source>
        <translation>Einer Suche.</translation>
    </message>
    <message>
        <source>now</source>
        <comment>a column of measures</comment>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>changed</source>
        <comment>a column of measures</comment>
        <translation>geändert</translation>
    </message>
    <message>
        <source>better: %1</source>
        <translation>besser: %1</translation>
    </message>
    <message>
        <source>worse: %1</source>
        <translation>schlechter: %1</translation>
    </message>
    <message>
        <source>not tried</source>
        <translation>nicht erprobt</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Now: %1, meaning %2</source>
        <translation>Jetzt: %1, Bedeutung %2</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <translation>Jetzt: %1</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>Wird erprobt…</translation>
    </message>
    <message>
        <source>These are the present settings.</source>
        <translation>Das sind die jetzigen Einstellungen.</translation>
    </message>
    <message>
        <source>The test questions could not be read.</source>
        <translation>Die Testfragen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>No test questions yet</source>
        <translation>Noch keine Testfragen</translation>
    </message>
    <message>
        <source>Add some twenty questions that people ask, each with the document that answers it. They show how well the search finds it.</source>
        <translation>Fügen Sie etwa zwanzig Fragen hinzu, die oft gestellt werden, jede mit dem Dokument, das sie beantwortet. Sie zeigen, wie gut die Suche es findet.</translation>
    </message>
    <message>
        <source>Add a question</source>
        <translation>Frage hinzufügen</translation>
    </message>
    <message>
        <source>The questions could not be tried.</source>
        <translation>Die Fragen konnten nicht erprobt werden.</translation>
    </message>
    <message>
        <source>Tried. Order of the first ten is now %1.</source>
        <extracomment>%1 is a measure from 0 to 1</extracomment>
        <translation>Erprobt. Die Reihenfolge der ersten zehn liegt jetzt bei %1.</translation>
    </message>
    <message>
        <source>Knowledge is searched like this from now on</source>
        <translation>Das Wissen wird von nun an so durchsucht</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>what failed, and why</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>The question was not saved.</source>
        <translation>Die Frage wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>The question was not deleted.</source>
        <translation>Die Frage wurde nicht gelöscht.</translation>
    </message>
    <message>
        <source>Question deleted: %1</source>
        <translation>Frage gelöscht: %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::Rail</name>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Program menu</source>
        <translation>Programmmenü</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>Boards</source>
        <translation>Boards</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>Wissen</translation>
    </message>
    <message>
        <source>Integrations</source>
        <translation>Anbindungen</translation>
    </message>
    <message>
        <source>Escalations</source>
        <translation>Eskalationen</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Aktivität</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>Hell oder dunkel</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>hs::ui::ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Choose from the list</source>
        <comment>no reason is chosen yet</comment>
        <translation>Aus der Liste wählen</translation>
    </message>
    <message>
        <source>Reason from the list</source>
        <translation>Grund aus der Liste</translation>
    </message>
    <message>
        <source>Why?</source>
        <comment>asks for a reason</comment>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>In your own words, if the list does not say it</source>
        <translation>In eigenen Worten, wenn die Liste es nicht sagt</translation>
    </message>
    <message>
        <source>Reason in your own words</source>
        <translation>Grund in eigenen Worten</translation>
    </message>
    <message>
        <source>A reason is needed. It is kept with the decision.</source>
        <translation>Ein Grund ist nötig. Er bleibt bei der Entscheidung.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>A reason from the list and words of one&apos;s own.</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::ReceiverPage</name>
    <message>
        <source>Where other services deliver what happens there. Each has its own address and secret.</source>
        <translation>Wohin andere Dienste zustellen, was dort geschieht. Jeder hat eine eigene Adresse und ein eigenes Geheimnis.</translation>
    </message>
    <message>
        <source>source address secret rotation delivery typeform stripe</source>
        <translation>quelle adresse geheimnis wechsel zustellung typeform stripe</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>Empfang</translation>
    </message>
    <message numerus="yes">
        <source>%n today</source>
        <translation>
            <numerusform>%n heute</numerusform>
            <numerusform>%n heute</numerusform>
        </translation>
    </message>
    <message>
        <source>Address for %1</source>
        <extracomment>%1 is the name of a service that sends webhooks</extracomment>
        <translation>Adresse für %1</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the address for %1</source>
        <translation>Adresse für %1 kopieren</translation>
    </message>
    <message>
        <source>The address is copied.</source>
        <translation>Die Adresse ist kopiert.</translation>
    </message>
    <message>
        <source>No secret yet: deliveries are refused.</source>
        <translation>Noch kein Geheimnis: Zustellungen werden abgewiesen.</translation>
    </message>
    <message>
        <source>The secret comes from the environment.</source>
        <translation>Das Geheimnis kommt aus der Umgebung.</translation>
    </message>
    <message>
        <source>Uses the secret that all sources share.</source>
        <translation>Benutzt das Geheimnis, das alle Quellen teilen.</translation>
    </message>
    <message>
        <source>Two secrets are valid while you rotate.</source>
        <translation>Während des Wechsels gelten zwei Geheimnisse.</translation>
    </message>
    <message>
        <source>A secret is set.</source>
        <translation>Ein Geheimnis ist gesetzt.</translation>
    </message>
    <message>
        <source>Rotate the secret…</source>
        <translation>Geheimnis wechseln…</translation>
    </message>
    <message>
        <source>Set the secret…</source>
        <translation>Geheimnis setzen…</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Secret of %1</source>
        <translation>Geheimnis von %1</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Zustellungen</translation>
    </message>
    <message>
        <source>Deliveries of %1</source>
        <translation>Zustellungen von %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordForm</name>
    <message>
        <source>Discard changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Save changes</source>
        <translation>Änderungen speichern</translation>
    </message>
    <message>
        <source>%1 (required)</source>
        <extracomment>Marks a property that must have a value</extracomment>
        <translation>%1 (nötig)</translation>
    </message>
    <message>
        <source>No value</source>
        <translation>Kein Wert</translation>
    </message>
    <message>
        <source>The changes were not saved.</source>
        <translation>Die Änderungen wurden nicht gespeichert.</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Someone else changed this record, and it could not be read again.</source>
        <translation>Jemand anderes hat diesen Datensatz geändert, und er konnte nicht neu gelesen werden.</translation>
    </message>
    <message>
        <source>%1 changed this record just now. Your changes are kept; saving shows where both differ.</source>
        <extracomment>%1 is who changed the record</extracomment>
        <translation>%1 hat diesen Datensatz gerade geändert. Ihre Änderungen bleiben; beim Speichern sehen Sie, wo beide sich unterscheiden.</translation>
    </message>
    <message>
        <source>Create the record</source>
        <translation>Datensatz anlegen</translation>
    </message>
    <message>
        <source>Do not create it</source>
        <translation>Doch nicht anlegen</translation>
    </message>
    <message>
        <source>An empty record helps nobody: fill in at least one field.</source>
        <translation>Ein leerer Datensatz hilft niemandem: Füllen Sie mindestens ein Feld aus.</translation>
    </message>
    <message>
        <source>The record was not created.</source>
        <translation>Der Datensatz wurde nicht angelegt.</translation>
    </message>
    <message>
        <source>The record was created</source>
        <translation>Der Datensatz ist angelegt</translation>
    </message>
    <message>
        <source>Read again and keep what I typed</source>
        <translation>Neu lesen und meine Eingaben behalten</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <extracomment>Read by screen readers. %1 name of a field, %2 its value, %3 why it is not changed here</extracomment>
        <translation>%1: %2. %3</translation>
    </message>
    <message>
        <source>“%1” %2.</source>
        <extracomment>An error of one field: %1 the field&apos;s name, %2 what is wrong with its value</extracomment>
        <translation>„%1“ %2.</translation>
    </message>
    <message>
        <source>The record could not be read again.</source>
        <translation>Der Datensatz konnte nicht neu gelesen werden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordHistory</name>
    <message>
        <source>History of</source>
        <translation>Verlauf von</translation>
    </message>
    <message>
        <source>Changes of the record</source>
        <translation>Änderungen des Datensatzes</translation>
    </message>
    <message>
        <source>Undo this change</source>
        <translation>Diese Änderung zurücknehmen</translation>
    </message>
    <message>
        <source>The history could not be read.</source>
        <translation>Der Verlauf konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>All fields</source>
        <translation>Alle Felder</translation>
    </message>
    <message>
        <source>Never changed</source>
        <translation>Nie geändert</translation>
    </message>
    <message>
        <source>This field has stood since the record was made.</source>
        <translation>Dieses Feld steht so, seit der Datensatz angelegt wurde.</translation>
    </message>
    <message>
        <source>Show all fields</source>
        <translation>Alle Felder zeigen</translation>
    </message>
    <message>
        <source>Nobody has changed this record since it was made.</source>
        <translation>Seit seiner Anlage hat niemand diesen Datensatz geändert.</translation>
    </message>
    <message>
        <source>%1, changed by %2, %3</source>
        <extracomment>Who changed a property and when: %1 property, %2 who, %3 when in full</extracomment>
        <translation>%1, geändert von %2, %3</translation>
    </message>
    <message>
        <source>Before: %1</source>
        <extracomment>The value before a change</extracomment>
        <translation>Vorher: %1</translation>
    </message>
    <message>
        <source>After: %1</source>
        <extracomment>The value after a change</extracomment>
        <translation>Nachher: %1</translation>
    </message>
    <message>
        <source>Puts “%1” back</source>
        <extracomment>%1 is a value</extracomment>
        <translation>Setzt „%1“ wieder ein</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>“%1” has its earlier value again</source>
        <translation>„%1“ hat wieder den früheren Wert</translation>
    </message>
    <message>
        <source>The change was not undone. %1</source>
        <translation>Die Änderung wurde nicht zurückgenommen. %1</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Why was this changed?</source>
        <translation>Warum wurde das geändert?</translation>
    </message>
    <message>
        <source>Open %1</source>
        <extracomment>Opens the page of an agent. %1 its name, such as &quot;Nyra (agent)&quot;</extracomment>
        <translation>%1 öffnen</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordListModel</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>%1, changed %2 by %3.</source>
        <extracomment>Read by screen readers. %1 title of a record, %2 date with time, %3 who changed it</extracomment>
        <translation>%1, geändert %2 von %3.</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordMirrorPanel</name>
    <message>
        <source>Open in Notion</source>
        <translation>In Notion öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>What Notion has of this record could not be read.</source>
        <translation>Was Notion von diesem Datensatz hat, konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>No value</source>
        <translation>Kein Wert</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>Read by screen readers. %1 name of a field, %2 its value</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Only in Notion: the console cannot take these values</source>
        <translation>Nur in Notion: Diese Werte kann die Konsole nicht übernehmen</translation>
    </message>
    <message>
        <source>Added by people in Notion, shown only</source>
        <translation>In Notion von Menschen ergänzt, nur zum Ansehen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A property that people added in Notion: %1 its name, %2 its type</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>The change is sent to Notion again</source>
        <translation>Die Änderung geht noch einmal zu Notion</translation>
    </message>
    <message>
        <source>It could not be tried again. %1</source>
        <translation>Es ließ sich nicht noch einmal versuchen. %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordPages</name>
    <message>
        <source>Fields</source>
        <comment>of a record</comment>
        <translation>Felder</translation>
    </message>
    <message>
        <source>History</source>
        <comment>of a record</comment>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Notion</source>
        <comment>a record&apos;s page there</comment>
        <translation>Notion</translation>
    </message>
    <message>
        <source>Properties of the record</source>
        <translation>Eigenschaften des Datensatzes</translation>
    </message>
    <message>
        <source>Page content</source>
        <comment>the text inside a record&apos;s page</comment>
        <translation>Seiteninhalt</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordPicker</name>
    <message>
        <source>Choose a record for “%1”</source>
        <extracomment>%1 is the name of a property</extracomment>
        <translation>Datensatz für „%1“ wählen</translation>
    </message>
    <message>
        <source>Find a record</source>
        <translation>Datensatz suchen</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>Take this record</source>
        <translation>Diesen Datensatz nehmen</translation>
    </message>
    <message>
        <source>The records could not be read.</source>
        <translation>Die Datensätze konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No records yet</source>
        <translation>Noch keine Datensätze</translation>
    </message>
    <message>
        <source>There is nothing here that could be chosen.</source>
        <translation>Hier ist nichts, was sich wählen ließe.</translation>
    </message>
    <message>
        <source>No record matches</source>
        <translation>Kein Datensatz passt</translation>
    </message>
    <message>
        <source>Try another word.</source>
        <translation>Versuchen Sie ein anderes Wort.</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordRowDelegate</name>
    <message>
        <source>%1 by %2</source>
        <extracomment>When and by whom a record was changed last: &quot;10:43 by Nyra&quot;</extracomment>
        <translation>%1 von %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordTextPanel</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Shows the text as it reads</source>
        <translation>Zeigt den Text, wie er sich liest</translation>
    </message>
    <message>
        <source>Read from Notion</source>
        <translation>Aus Notion lesen</translation>
    </message>
    <message>
        <source>Page content</source>
        <translation>Seiteninhalt</translation>
    </message>
    <message>
        <source>Write here. Markdown gives it form: # heading, - list, **bold**</source>
        <translation>Hier schreiben. Markdown gibt dem Text Form: # Überschrift, - Liste, **fett**</translation>
    </message>
    <message>
        <source>Page content as it reads</source>
        <translation>Seiteninhalt, wie er sich liest</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>The page content could not be read.</source>
        <translation>Der Seiteninhalt konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>What you typed is kept.</source>
        <translation>Was Sie geschrieben haben, bleibt erhalten.</translation>
    </message>
    <message>
        <source>The page content was changed just now. What you typed is kept; saving shows both.</source>
        <translation>Der Seiteninhalt wurde gerade geändert. Was Sie geschrieben haben, bleibt erhalten; beim Speichern sehen Sie beides.</translation>
    </message>
    <message>
        <source>%1 changed the page content just now. What you typed is kept; saving shows both.</source>
        <translation>%1 hat den Seiteninhalt gerade geändert. Was Sie geschrieben haben, bleibt erhalten; beim Speichern sehen Sie beides.</translation>
    </message>
    <message>
        <source>Nothing is changed.</source>
        <translation>Nichts ist geändert.</translation>
    </message>
    <message>
        <source>Changing it needs the role operator.</source>
        <translation>Zum Ändern braucht es die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>To mend it: %1</source>
        <extracomment>How to mend what could not be sent</extracomment>
        <translation>Abhilfe: %1</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>The page is being read.</source>
        <translation>Die Seite wird gerade gelesen.</translation>
    </message>
    <message>
        <source>Fetches the text inside the page</source>
        <translation>Holt den Text, der in der Seite steht</translation>
    </message>
    <message>
        <source>This record has no page in Notion.</source>
        <translation>Dieser Datensatz hat keine Seite in Notion.</translation>
    </message>
    <message>
        <source>The page is being read from Notion…</source>
        <translation>Die Seite wird aus Notion gelesen…</translation>
    </message>
    <message>
        <source>changed %1</source>
        <extracomment>%1 is a moment such as &quot;10:42&quot;</extracomment>
        <translation>geändert %1</translation>
    </message>
    <message>
        <source>changed %1 by %2</source>
        <translation>geändert %1 von %2</translation>
    </message>
    <message>
        <source>read in Notion %1</source>
        <extracomment>%1 is a moment such as &quot;10:42&quot;</extracomment>
        <translation>in Notion gelesen %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>The page content was not saved.</source>
        <translation>Der Seiteninhalt wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>The page content of “%1” was not saved; what you typed is kept. %2</source>
        <extracomment>%1 title of a record, %2 why not, a sentence</extracomment>
        <translation>Der Seiteninhalt von „%1“ wurde nicht gespeichert; was Sie geschrieben haben, bleibt erhalten. %2</translation>
    </message>
    <message>
        <source>Somebody else changed the page content, and it could not be read again.</source>
        <translation>Jemand anderes hat den Seiteninhalt geändert, und er konnte nicht neu gelesen werden.</translation>
    </message>
    <message>
        <source>The page in Notion could not be read.</source>
        <translation>Die Seite in Notion konnte nicht gelesen werden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordTitles</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>A record that is gone</source>
        <translation>Ein Datensatz, den es nicht mehr gibt</translation>
    </message>
</context>
<context>
    <name>hs::ui::RecordView</name>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Find a record</source>
        <translation>Datensatz suchen</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Datensätze</translation>
    </message>
    <message>
        <source>All records</source>
        <translation>Alle Datensätze</translation>
    </message>
    <message>
        <source>The records could not be read.</source>
        <translation>Die Datensätze konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Save the record</source>
        <translation>Datensatz speichern</translation>
    </message>
    <message>
        <source>keep changes</source>
        <translation>änderungen behalten</translation>
    </message>
    <message>
        <source>The list of databases could not be read.</source>
        <translation>Die Liste der Datenbanken konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>The record could not be read.</source>
        <translation>Der Datensatz konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>changed %1 by %2</source>
        <extracomment>%1 when a record was changed last, %2 by whom</extracomment>
        <translation>geändert %1 von %2</translation>
    </message>
    <message>
        <source>No record chosen</source>
        <translation>Kein Datensatz gewählt</translation>
    </message>
    <message>
        <source>Choose one from the list to read or change it.</source>
        <translation>Wählen Sie einen aus der Liste, um ihn zu lesen oder zu ändern.</translation>
    </message>
    <message>
        <source>No record matches</source>
        <translation>Kein Datensatz passt</translation>
    </message>
    <message>
        <source>Nothing here fits the filter.</source>
        <translation>Hier passt nichts zum Filter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>No records yet</source>
        <translation>Noch keine Datensätze</translation>
    </message>
    <message>
        <source>Changes to “%1” are not saved.</source>
        <extracomment>%1 is the title of a record</extracomment>
        <translation>Änderungen an „%1“ sind nicht gespeichert.</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>Neuer Datensatz</translation>
    </message>
    <message>
        <source>add create make contact</source>
        <translation>neu anlegen hinzufügen Kontakt</translation>
    </message>
    <message>
        <source>Delete the record…</source>
        <translation>Datensatz löschen …</translation>
    </message>
    <message>
        <source>remove erase</source>
        <translation>entfernen wegwerfen</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>The databases are not known yet.</source>
        <translation>Die Datenbanken sind noch nicht bekannt.</translation>
    </message>
    <message>
        <source>No record is chosen.</source>
        <translation>Kein Datensatz ist gewählt.</translation>
    </message>
    <message>
        <source>Save or discard the changes to this record first.</source>
        <translation>Speichern oder verwerfen Sie zuerst die Änderungen an diesem Datensatz.</translation>
    </message>
    <message>
        <source>Delete record</source>
        <extracomment>%1 is the title of a record</extracomment>
        <translation>Datensatz löschen</translation>
    </message>
    <message>
        <source>Delete “%1”?</source>
        <translation>„%1“ löschen?</translation>
    </message>
    <message>
        <source>It leaves “%1” at once, and workflows no longer find it. You can take that back for ten minutes while the console is open.</source>
        <extracomment>%1 is the name of a database</extracomment>
        <translation>Er verlässt „%1“ sofort, und Abläufe finden ihn nicht mehr. Zehn Minuten lang können Sie das zurücknehmen, solange die Konsole offen ist.</translation>
    </message>
    <message>
        <source>Delete the record</source>
        <translation>Datensatz löschen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>The record was not deleted. %1</source>
        <extracomment>%1 why not, a sentence</extracomment>
        <translation>Der Datensatz wurde nicht gelöscht. %1</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <extracomment>%1 is the title of a record</extracomment>
        <translation>Gelöscht: %1</translation>
    </message>
    <message>
        <source>The record could not be brought back. %1</source>
        <translation>Der Datensatz konnte nicht zurückgeholt werden. %1</translation>
    </message>
    <message>
        <source>The record is back</source>
        <translation>Der Datensatz ist wieder da</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>The new record is not created yet: create it or give it up first.</source>
        <translation>Der neue Datensatz ist noch nicht angelegt: Legen Sie ihn an oder geben Sie ihn auf.</translation>
    </message>
    <message>
        <source>They are made when events come in and workflows run, or by hand.</source>
        <translation>Sie entstehen, wenn Ereignisse eintreffen und Abläufe laufen, oder von Hand.</translation>
    </message>
    <message>
        <source>A new record is not created yet.</source>
        <translation>Ein neuer Datensatz ist noch nicht angelegt.</translation>
    </message>
    <message>
        <source>The page content of “%1” is not saved.</source>
        <extracomment>%1 is the title of a record</extracomment>
        <translation>Der Seiteninhalt von „%1“ ist nicht gespeichert.</translation>
    </message>
</context>
<context>
    <name>hs::ui::ReplyEditor</name>
    <message>
        <source>Proposed reply</source>
        <translation>Vorgeschlagene Antwort</translation>
    </message>
    <message>
        <source>Write the reply to the client</source>
        <translation>Schreiben Sie die Antwort an die Kundschaft</translation>
    </message>
    <message>
        <source>Proposed reply with changes marked</source>
        <translation>Vorgeschlagene Antwort mit markierten Änderungen</translation>
    </message>
</context>
<context>
    <name>hs::ui::RequestPanel</name>
    <message>
        <source>What agents ask leave for could not be read. %1</source>
        <translation>Worum Agenten bitten, konnte nicht gelesen werden. %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunChoiceDelegate</name>
    <message>
        <source>started %1</source>
        <extracomment>%1 is a moment</extracomment>
        <translation>begonnen %1</translation>
    </message>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 id of a workflow, %2 its version</extracomment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunChoiceModel</name>
    <message>
        <source>%1 · %2</source>
        <extracomment>A run in a list. %1 its number, %2 its title</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1, %2, %3, started %4</source>
        <extracomment>Read by screen readers. %1 number, %2 title, %3 status, %4 a date</extracomment>
        <translation>%1, %2, %3, begonnen %4</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunCommands</name>
    <message>
        <source>%1 %2</source>
        <extracomment>%1 what did not work, %2 why; both are sentences</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>It was not done.</source>
        <translation>Es wurde nicht getan.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>%1 Why? The reason is kept in the history.</source>
        <extracomment>Question of a dialog. %1 is what will happen, in sentences</extracomment>
        <translation>%1 Warum? Der Grund bleibt im Verlauf stehen.</translation>
    </message>
    <message>
        <source>Do it</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>The failed input was handled.</source>
        <translation>Die gescheiterte Eingabe wurde bearbeitet.</translation>
    </message>
    <message>
        <source>A new run has started.</source>
        <translation>Ein neuer Lauf hat begonnen.</translation>
    </message>
    <message>
        <source>The run is paused.</source>
        <translation>Der Lauf ist pausiert.</translation>
    </message>
    <message>
        <source>The run goes on.</source>
        <translation>Der Lauf geht weiter.</translation>
    </message>
    <message>
        <source>The run goes on without the input.</source>
        <translation>Der Lauf geht ohne die Eingabe weiter.</translation>
    </message>
    <message>
        <source>The task is tried again.</source>
        <translation>Die Aufgabe wird erneut versucht.</translation>
    </message>
    <message>
        <source>The task counts as done.</source>
        <translation>Die Aufgabe gilt als erledigt.</translation>
    </message>
    <message>
        <source>The task counts as failed.</source>
        <translation>Die Aufgabe gilt als gescheitert.</translation>
    </message>
    <message>
        <source>The priority was changed.</source>
        <translation>Die Priorität wurde geändert.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>Der Lauf wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The run is being rolled back.</source>
        <translation>Der Lauf wird rückabgewickelt.</translation>
    </message>
    <message>
        <source>Change what %1 knows</source>
        <extracomment>%1 is the number of a run</extracomment>
        <translation>Ändern, was %1 weiß</translation>
    </message>
    <message>
        <source>The data of the run was changed.</source>
        <translation>Die Daten des Laufs wurden geändert.</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunComparePage</name>
    <message>
        <source>Which run shall stand beside this one?</source>
        <translation>Welcher Lauf soll neben diesem stehen?</translation>
    </message>
    <message>
        <source>The run before, of the same workflow</source>
        <translation>Der vorige Lauf desselben Ablaufs</translation>
    </message>
    <message>
        <source>Search runs by number or title</source>
        <translation>Läufe nach Nummer oder Titel suchen</translation>
    </message>
    <message>
        <source>Runs to compare with</source>
        <translation>Läufe zum Vergleichen</translation>
    </message>
    <message>
        <source>Only what differs</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Another run…</source>
        <translation>Anderer Lauf…</translation>
    </message>
    <message>
        <source>Steps of both runs</source>
        <translation>Schritte beider Läufe</translation>
    </message>
    <message>
        <source>The runs could not be read.</source>
        <translation>Die Läufe konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No other run yet</source>
        <translation>Noch kein anderer Lauf</translation>
    </message>
    <message>
        <source>This is the only run of its workflow. Search for a run of another one.</source>
        <translation>Das ist der einzige Lauf seines Ablaufs. Suchen Sie einen Lauf eines anderen.</translation>
    </message>
    <message>
        <source>No run found</source>
        <translation>Kein Lauf gefunden</translation>
    </message>
    <message>
        <source>No run has these words in its number, title or person.</source>
        <translation>Kein Lauf hat diese Worte in Nummer, Titel oder Person.</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>There is no earlier run of this workflow.</source>
        <translation>Es gibt keinen früheren Lauf dieses Ablaufs.</translation>
    </message>
    <message>
        <source>The runs could not be compared.</source>
        <translation>Die Läufe konnten nicht verglichen werden.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <extracomment>Above a column of a comparison. %1 number of a run, %2 its title, %3 its status</extracomment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message numerus="yes">
        <source>The first %n steps of each run are compared.</source>
        <translation>
            <numerusform>Verglichen wird der erste Schritt jedes Laufs (%n).</numerusform>
            <numerusform>Verglichen werden die ersten %n Schritte jedes Laufs.</numerusform>
        </translation>
    </message>
    <message>
        <source>No steps yet</source>
        <translation>Noch keine Schritte</translation>
    </message>
    <message>
        <source>Neither run has taken a step.</source>
        <translation>Keiner der beiden Läufe hat einen Schritt getan.</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunHistoryPage</name>
    <message>
        <source>Steps of the run</source>
        <translation>Schritte des Laufs</translation>
    </message>
    <message>
        <source>The history could not be read.</source>
        <translation>Der Verlauf konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>As it stood at step</source>
        <translation>Stand bei Schritt</translation>
    </message>
    <message>
        <source>Fit</source>
        <comment>a timeline into its window</comment>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>By step</source>
        <comment>a timeline with the same width for each step</comment>
        <translation>Nach Schritten</translation>
    </message>
    <message>
        <source>By time</source>
        <comment>a timeline as long as the time that passed</comment>
        <translation>Nach Zeit</translation>
    </message>
    <message>
        <source>Timeline: %1</source>
        <translation>Zeitleiste: %1</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Kleiner</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Größer</translation>
    </message>
    <message>
        <source>No steps yet</source>
        <translation>Noch keine Schritte</translation>
    </message>
    <message>
        <source>The first step is written when the run starts.</source>
        <translation>Der erste Schritt wird geschrieben, wenn der Lauf beginnt.</translation>
    </message>
    <message>
        <source>The input that failed</source>
        <translation>Die gescheiterte Eingabe</translation>
    </message>
    <message>
        <source>Step %1 of %2 · %3</source>
        <extracomment>Beside a slider over the steps of a run. %1 a step&apos;s number, %2 the last one&apos;s, %3 a moment</extracomment>
        <translation>Schritt %1 von %2 · %3</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>The step could not be read.</source>
        <translation>Der Schritt konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The list of steps still works.</source>
        <translation>Die Liste der Schritte lässt sich weiter benutzen.</translation>
    </message>
    <message>
        <source>Fork from here…</source>
        <translation>Ab hier abzweigen…</translation>
    </message>
    <message>
        <source>Choose a step first.</source>
        <translation>Wählen Sie zuerst einen Schritt.</translation>
    </message>
    <message>
        <source>You may look, but not fork runs. Somebody with the role operator can do it.</source>
        <translation>Sie dürfen Läufe ansehen, aber nicht abzweigen. Jemand mit der Rolle Bedienung kann es.</translation>
    </message>
    <message>
        <source>The run had ended with this step. Choose one before it.</source>
        <translation>Der Lauf war mit diesem Schritt zu Ende. Wählen Sie einen davor.</translation>
    </message>
    <message>
        <source>Begins a new run that stands where this one stood after the step. This one stays as it is.</source>
        <translation>Beginnt einen neuen Lauf, der dort steht, wo dieser nach dem Schritt stand. Dieser bleibt, wie er ist.</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunModel</name>
    <message>
        <source>Failed: %1</source>
        <extracomment>%1 is what came in</extracomment>
        <translation>Gescheitert: %1</translation>
    </message>
    <message>
        <source>The run stopped here. %1 could not be handled: %2. Nothing of it was kept.</source>
        <extracomment>Read by screen readers. %1 what came in, %2 the error</extracomment>
        <translation>Hier blieb der Lauf stehen. %1 konnte nicht bearbeitet werden: %2. Nichts davon blieb erhalten.</translation>
    </message>
    <message>
        <source>Step %1, being read</source>
        <extracomment>A row whose content is on its way. %1 is the number of a step</extracomment>
        <translation>Schritt %1, wird gelesen</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunNowPage</name>
    <message>
        <source>Where the run stands</source>
        <translation>Wo der Lauf steht</translation>
    </message>
    <message>
        <source>A step failed.</source>
        <translation>Ein Schritt ist gescheitert.</translation>
    </message>
    <message>
        <source>Moves</source>
        <translation>Züge</translation>
    </message>
    <message>
        <source>%1, if “%2” holds</source>
        <extracomment>Beside a move: %1 event name, %2 name of the rule that decides</extracomment>
        <translation>%1, falls „%2“ gilt</translation>
    </message>
    <message>
        <source>No move by hand is possible now.</source>
        <translation>Gerade ist kein Zug von Hand möglich.</translation>
    </message>
    <message>
        <source>No move by hand is possible now. It waits for: %1.</source>
        <translation>Gerade ist kein Zug von Hand möglich. Er wartet auf: %1.</translation>
    </message>
    <message>
        <source>Undo the last move</source>
        <translation>Letzten Zug zurücknehmen</translation>
    </message>
    <message>
        <source>The move could not be taken back.</source>
        <translation>Der Zug konnte nicht zurückgenommen werden.</translation>
    </message>
    <message>
        <source>At work</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>%1, try %2</source>
        <extracomment>%1 state of a piece of work, %2 which try it is</extracomment>
        <translation>%1, Versuch %2</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>Fristen</translation>
    </message>
    <message>
        <source>%1, in %2</source>
        <extracomment>%1 is a date with time, %2 how long until then</extracomment>
        <translation>%1, in %2</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>due %1</source>
        <extracomment>%1 is a date with time</extracomment>
        <translation>fällig %1</translation>
    </message>
    <message>
        <source>What it knows</source>
        <translation>Was er weiß</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
    <message>
        <source>About the run</source>
        <translation>Über den Lauf</translation>
    </message>
    <message>
        <source>Workflow</source>
        <extracomment>%1 title or id of a workflow, %2 its version</extracomment>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>%1, version %2</source>
        <translation>%1, Version %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Here since</source>
        <translation>Hier seit</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Open the contact</source>
        <translation>Kontakt öffnen</translation>
    </message>
    <message>
        <source>The run did not move.</source>
        <translation>Der Lauf hat sich nicht bewegt.</translation>
    </message>
    <message>
        <source>It stays where it was. The rule “%1” did not allow it.</source>
        <extracomment>%1 is the name of a rule of the workflow</extracomment>
        <translation>Er bleibt, wo er war. Die Regel „%1“ hat es nicht erlaubt.</translation>
    </message>
    <message>
        <source>It stays where it was. The workflow does not take this step now.</source>
        <translation>Er bleibt, wo er war. Der Ablauf nimmt diesen Schritt jetzt nicht an.</translation>
    </message>
    <message>
        <source>Moved %1 to %2</source>
        <extracomment>%1 number of a run, %2 name of a state</extracomment>
        <translation>%1 nach %2 bewegt</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunPairDelegate</name>
    <message>
        <source>not in this run</source>
        <translation>nicht in diesem Lauf</translation>
    </message>
    <message>
        <source>after %1</source>
        <translation>nach %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunStepDelegate</name>
    <message>
        <source>nothing was kept</source>
        <translation>nichts blieb erhalten</translation>
    </message>
    <message>
        <source>ignored</source>
        <translation>übergangen</translation>
    </message>
    <message>
        <source>by %1</source>
        <extracomment>%1 is who or what caused a step</extracomment>
        <translation>von %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunTimeline</name>
    <message>
        <source>Timeline of the run</source>
        <translation>Zeitleiste des Laufs</translation>
    </message>
    <message>
        <source>Left and right choose the step before or after, Home and End the first and the last. Plus and minus zoom.</source>
        <translation>Links und rechts wählen den Schritt davor oder danach, Pos1 und Ende den ersten und den letzten. Plus und Minus zoomen.</translation>
    </message>
    <message numerus="yes">
        <source>%n tries failed</source>
        <extracomment>Beside the bar of a task in a timeline</extracomment>
        <translation>
            <numerusform>%n Versuch gescheitert</numerusform>
            <numerusform>%n Versuche gescheitert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 without a step, drawn shortened</source>
        <extracomment>A part of a timeline that is drawn shorter than it is. %1 is a length of time</extracomment>
        <translation>%1 ohne Schritt, verkürzt gezeichnet</translation>
    </message>
</context>
<context>
    <name>hs::ui::RunView</name>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>No run chosen</source>
        <translation>Kein Lauf gewählt</translation>
    </message>
    <message>
        <source>Open a card of a board to see its run.</source>
        <translation>Öffnen Sie eine Karte eines Boards, um ihren Lauf zu sehen.</translation>
    </message>
    <message>
        <source>Show the board</source>
        <translation>Board zeigen</translation>
    </message>
    <message>
        <source>Try the failed step again</source>
        <translation>Gescheiterten Schritt erneut versuchen</translation>
    </message>
    <message>
        <source>incident retry</source>
        <translation>störung erneut</translation>
    </message>
    <message>
        <source>Cancel the run with a reason…</source>
        <translation>Lauf mit Grund abbrechen…</translation>
    </message>
    <message>
        <source>stop end workflow</source>
        <translation>anhalten beenden ablauf</translation>
    </message>
    <message>
        <source>Show the run on its board</source>
        <translation>Lauf auf seinem Board zeigen</translation>
    </message>
    <message>
        <source>card column</source>
        <translation>karte spalte</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>The run could not be read.</source>
        <translation>Der Lauf konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>with %1</source>
        <extracomment>%1 is a colleague&apos;s name</extracomment>
        <translation>mit %1</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Start the run again with the current definition</source>
        <translation>Lauf mit der aktuellen Definition neu beginnen</translation>
    </message>
    <message>
        <source>restart repeat version</source>
        <translation>neu beginnen wiederholen version</translation>
    </message>
    <message>
        <source>Compare the run with the one before</source>
        <translation>Lauf mit dem vorigen vergleichen</translation>
    </message>
    <message>
        <source>difference diff other</source>
        <translation>unterschied abweichung anderer</translation>
    </message>
    <message>
        <source>Fork the run from the chosen step…</source>
        <translation>Lauf ab dem gewählten Schritt abzweigen…</translation>
    </message>
    <message>
        <source>branch copy new again split</source>
        <translation>Zweig Kopie neu nochmals teilen</translation>
    </message>
</context>
<context>
    <name>hs::ui::SavedViews</name>
    <message>
        <source>You have a view “%1” on this board already. Choose another name.</source>
        <translation>Sie haben auf diesem Board schon eine Ansicht „%1“. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The view could not be saved.</source>
        <translation>Die Ansicht konnte nicht gespeichert werden.</translation>
    </message>
    <message>
        <source>View “%1” saved</source>
        <extracomment>%1 is the name of a saved view</extracomment>
        <translation>Ansicht „%1“ gespeichert</translation>
    </message>
    <message>
        <source>Save this view</source>
        <translation>Diese Ansicht speichern</translation>
    </message>
    <message>
        <source>Name of the view. It keeps filter, lanes and folded columns.</source>
        <translation>Name der Ansicht. Sie behält Filter, Bahnen und eingeklappte Spalten.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Rename the view</source>
        <translation>Ansicht umbenennen</translation>
    </message>
    <message>
        <source>New name of the view</source>
        <translation>Neuer Name der Ansicht</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>The view could not be renamed.</source>
        <translation>Die Ansicht konnte nicht umbenannt werden.</translation>
    </message>
    <message>
        <source>The view is called “%1” now</source>
        <translation>Die Ansicht heißt jetzt „%1“</translation>
    </message>
    <message>
        <source>“%1” is shared: it will be gone for everybody.</source>
        <translation>„%1“ ist geteilt: Die Ansicht verschwindet für alle.</translation>
    </message>
    <message>
        <source>“%1” will be gone. The cards stay as they are.</source>
        <translation>„%1“ verschwindet. Die Karten bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Delete the view</source>
        <translation>Ansicht löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The view could not be deleted.</source>
        <translation>Die Ansicht konnte nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>View “%1” deleted</source>
        <translation>Ansicht „%1“ gelöscht</translation>
    </message>
    <message>
        <source>%1 – by %2</source>
        <extracomment>A saved view that a colleague shares. %1 its name, %2 the colleague</extracomment>
        <translation>%1 – von %2</translation>
    </message>
    <message>
        <source>%1 – shared</source>
        <extracomment>A saved view of one&apos;s own that everybody sees. %1 its name</extracomment>
        <translation>%1 – geteilt</translation>
    </message>
    <message>
        <source>Shared with the studio</source>
        <translation>Mit dem Studio geteilt</translation>
    </message>
    <message>
        <source>No view is saved yet</source>
        <translation>Noch keine Ansicht gespeichert</translation>
    </message>
    <message>
        <source>Save this view…</source>
        <translation>Diese Ansicht speichern…</translation>
    </message>
    <message>
        <source>Save changes to “%1”</source>
        <translation>Änderungen an „%1“ speichern</translation>
    </message>
    <message>
        <source>Rename “%1”…</source>
        <translation>„%1“ umbenennen…</translation>
    </message>
    <message>
        <source>Share “%1” with the studio</source>
        <translation>„%1“ mit dem Studio teilen</translation>
    </message>
    <message>
        <source>The view could not be shared.</source>
        <translation>Die Ansicht konnte nicht geteilt werden.</translation>
    </message>
    <message>
        <source>“%1” is yours alone again</source>
        <translation>„%1“ gehört wieder Ihnen allein</translation>
    </message>
    <message>
        <source>Everybody sees “%1” now</source>
        <translation>Alle sehen jetzt „%1“</translation>
    </message>
    <message>
        <source>Delete “%1”…</source>
        <translation>„%1“ löschen…</translation>
    </message>
</context>
<context>
    <name>hs::ui::SearchOptions</name>
    <message>
        <source>Exact words</source>
        <translation>Genaue Wörter</translation>
    </message>
    <message>
        <source>How much meaning counts beside exact words, in percent</source>
        <translation>Wie viel die Bedeutung neben genauen Wörtern zählt, in Prozent</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>Worded by a model</source>
        <translation>Von einem Modell formuliert</translation>
    </message>
    <message>
        <source>A language model words the answer where one is set up. Without, it is made of the sources&apos; own sentences.</source>
        <translation>Ein Sprachmodell formuliert die Antwort, wo eines eingerichtet ist. Sonst besteht sie aus den Sätzen der Quellen selbst.</translation>
    </message>
    <message>
        <source>Meaning counts %1</source>
        <translation>Die Bedeutung zählt %1</translation>
    </message>
    <message>
        <source>Only where words and meaning both count.</source>
        <translation>Nur wo Wörter und Bedeutung beide zählen.</translation>
    </message>
</context>
<context>
    <name>hs::ui::SearchPage</name>
    <message>
        <source>Ask a question or type words</source>
        <translation>Frage stellen oder Wörter eingeben</translation>
    </message>
    <message>
        <source>Enter asks Atlas. Also understood: &quot;exact words&quot;, -without, source:handbook by:mira type:pdf after:2026-03 before:2026-06</source>
        <translation>Die Eingabetaste fragt Atlas. Auch verstanden: &quot;genaue Wörter&quot;, -ohne, source:handbuch by:mira type:pdf after:2026-03 before:2026-06</translation>
    </message>
    <message>
        <source>Search options</source>
        <translation>Suchoptionen</translation>
    </message>
    <message>
        <source>Nearest passages</source>
        <translation>Nächstliegende Passagen</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>Passagen</translation>
    </message>
    <message>
        <source>Knowledge could not be searched.</source>
        <translation>Das Wissen konnte nicht durchsucht werden.</translation>
    </message>
    <message>
        <source>You see what was found before.</source>
        <translation>Sie sehen, was zuvor gefunden wurde.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>%1 a number of results as &quot;24 results&quot;, %2 how long it took: &quot;38 ms&quot;</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n Ergebnis</numerusform>
            <numerusform>%n Ergebnisse</numerusform>
        </translation>
    </message>
    <message>
        <source>Found by words alone. %1</source>
        <extracomment>%1 is the reason, a sentence</extracomment>
        <translation>Nur nach Wörtern gefunden. %1</translation>
    </message>
    <message>
        <source>This passage is no longer in any source.</source>
        <translation>Diese Passage steht in keiner Quelle mehr.</translation>
    </message>
    <message>
        <source>Searching for “%1” instead of “%2”.</source>
        <extracomment>%1 the mended words, %2 those that were typed</extracomment>
        <translation>Gesucht wird „%1“ statt „%2“.</translation>
    </message>
    <message>
        <source>Did you mean “%1”?</source>
        <extracomment>%1 are words as they may have been meant</extracomment>
        <translation>Meinten Sie „%1“?</translation>
    </message>
    <message>
        <source>No sources yet</source>
        <translation>Noch keine Quellen</translation>
    </message>
    <message>
        <source>The hub&apos;s records are searched already. Add a folder with the studio&apos;s documents, and Atlas answers from them with citations.</source>
        <translation>Die Datensätze des Hubs werden schon durchsucht. Fügen Sie einen Ordner mit den Dokumenten des Studios hinzu, dann antwortet Atlas daraus mit Belegen.</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Ask the studio&apos;s documents</source>
        <translation>Fragen Sie die Dokumente des Studios</translation>
    </message>
    <message>
        <source>Typing finds passages; Enter asks Atlas, who answers only from what the sources say.</source>
        <translation>Beim Tippen werden Passagen gefunden; die Eingabetaste fragt Atlas, der nur mit dem antwortet, was die Quellen sagen.</translation>
    </message>
    <message>
        <source>Show the sources</source>
        <translation>Quellen zeigen</translation>
    </message>
    <message>
        <source>Nothing in the chosen sources</source>
        <translation>Nichts in den gewählten Quellen</translation>
    </message>
    <message>
        <source>Other sources may say it.</source>
        <translation>Vielleicht steht es in anderen Quellen.</translation>
    </message>
    <message>
        <source>Search all sources</source>
        <translation>Alle Quellen durchsuchen</translation>
    </message>
    <message>
        <source>Nothing found yet</source>
        <translation>Noch nichts gefunden</translation>
    </message>
    <message>
        <source>Documents are still being read. What they say is found as soon as they are.</source>
        <translation>Es werden noch Dokumente gelesen. Was darin steht, wird gefunden, sobald sie gelesen sind.</translation>
    </message>
    <message>
        <source>No document and no record says anything about this. Try other words, or add a source that does.</source>
        <translation>Kein Dokument und kein Datensatz sagt etwas darüber. Versuchen Sie andere Wörter, oder fügen Sie eine Quelle hinzu, in der es steht.</translation>
    </message>
    <message>
        <source>No record says anything about this. Add a folder with the studio&apos;s documents.</source>
        <translation>Kein Datensatz sagt etwas darüber. Fügen Sie einen Ordner mit den Dokumenten des Studios hinzu.</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
</context>
<context>
    <name>hs::ui::SecretDialog</name>
    <message>
        <source>Change the secret of %1</source>
        <extracomment>%1 is an integration.</extracomment>
        <translation>Geheimnis von %1 ändern</translation>
    </message>
    <message>
        <source>Set the secret of %1</source>
        <translation>Geheimnis von %1 setzen</translation>
    </message>
    <message>
        <source>Paste what the service shows. It is stored safely and never shown again.</source>
        <translation>Fügen Sie ein, was der Dienst zeigt. Es wird sicher gespeichert und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>The old secret stays valid too, until it is removed</source>
        <translation>Das alte Geheimnis gilt weiter, bis es entfernt wird</translation>
    </message>
    <message>
        <source>Save secret</source>
        <translation>Geheimnis speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Set a secret</source>
        <translation>Geheimnis setzen</translation>
    </message>
    <message>
        <source>It is kept in the secret store and never shown again.</source>
        <translation>Es bleibt im Geheimnisspeicher und wird nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>The old one stays valid too, until I remove it</source>
        <translation>Das alte gilt weiter, bis ich es entferne</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Paste or type the secret first.</source>
        <translation>Fügen Sie das Geheimnis zuerst ein oder tippen Sie es.</translation>
    </message>
</context>
<context>
    <name>hs::ui::Setting</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>The name that clients read in messages.</source>
        <translation>Der Name, den die Kundschaft in Nachrichten liest.</translation>
    </message>
    <message>
        <source>Kinds of business</source>
        <translation>Arten des Betriebs</translation>
    </message>
    <message>
        <source>The kinds of business that this studio runs.</source>
        <translation>Die Arten von Betrieben, die dieses Studio führt.</translation>
    </message>
    <message>
        <source>Main business</source>
        <translation>Hauptbetrieb</translation>
    </message>
    <message>
        <source>Id of the business that requests belong to when nothing tells another one. Empty: the first that was made.</source>
        <translation>Kennung des Betriebs, zu dem Anfragen gehören, wenn nichts einen anderen nennt. Leer: der zuerst angelegte.</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>The zone that opening hours and due times are counted in, by its IANA name.</source>
        <translation>Die Zone, in der Öffnungszeiten und Fristen zählen, mit ihrem IANA-Namen.</translation>
    </message>
    <message>
        <source>Language of messages</source>
        <translation>Sprache der Nachrichten</translation>
    </message>
    <message>
        <source>The language of texts to clients when theirs is not known, as a language tag.</source>
        <translation>Die Sprache von Texten an die Kundschaft, wenn deren Sprache nicht bekannt ist, als Sprachkürzel.</translation>
    </message>
    <message>
        <source>Opening hours</source>
        <translation>Öffnungszeiten</translation>
    </message>
    <message>
        <source>When the studio is open. Deadlines count these hours only.</source>
        <translation>Wann das Studio geöffnet ist. Fristen zählen nur diese Stunden.</translation>
    </message>
    <message>
        <source>Holidays</source>
        <translation>Feiertage</translation>
    </message>
    <message>
        <source>Days on which the studio is closed.</source>
        <translation>Tage, an denen das Studio geschlossen ist.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>The network address that the receiver listens on. 127.0.0.1 is this computer alone, 0.0.0.0 every network it is in.</source>
        <translation>Die Netzadresse, auf der empfangen wird. 127.0.0.1 ist dieser Rechner allein, 0.0.0.0 jedes Netz, in dem er ist.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>The port that the receiver listens on; 0 takes any that is free.</source>
        <translation>Der Port, auf dem empfangen wird; 0 nimmt irgendeinen freien.</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Öffentliche Adresse</translation>
    </message>
    <message>
        <source>The address under which senders reach the receiver, when a tunnel or proxy stands before it.</source>
        <translation>Die Adresse, unter der Absender den Empfang erreichen, wenn ein Tunnel oder Proxy davor steht.</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>Path of the certificate chain, a PEM file. Empty: no TLS.</source>
        <translation>Pfad der Zertifikatskette, einer PEM-Datei. Leer: kein TLS.</translation>
    </message>
    <message>
        <source>Private key</source>
        <translation>Privater Schlüssel</translation>
    </message>
    <message>
        <source>Path of the certificate&apos;s private key, a PEM file.</source>
        <translation>Pfad des privaten Schlüssels zum Zertifikat, einer PEM-Datei.</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Größte Anfrage</translation>
    </message>
    <message>
        <source>Bytes that one request may have; larger ones are refused with 413.</source>
        <translation>Bytes, die eine Anfrage haben darf; größere werden mit 413 abgewiesen.</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Anfragen je Minute</translation>
    </message>
    <message>
        <source>How many API requests one caller may make in a minute. 0 means no limit.</source>
        <translation>Wie viele API-Anfragen ein Aufrufer je Minute stellen darf. 0 heißt ohne Grenze.</translation>
    </message>
    <message>
        <source>Enabled</source>
        <translation>Eingeschaltet</translation>
    </message>
    <message>
        <source>Whether deliveries of this source are taken. A source that is off answers as if it did not exist.</source>
        <translation>Ob Zustellungen dieser Quelle angenommen werden. Eine ausgeschaltete Quelle antwortet, als gäbe es sie nicht.</translation>
    </message>
    <message>
        <source>Largest delivery</source>
        <translation>Größte Zustellung</translation>
    </message>
    <message>
        <source>Bytes that one delivery of this source may have; larger ones are refused with 413.</source>
        <translation>Bytes, die eine Zustellung dieser Quelle haben darf; größere werden mit 413 abgewiesen.</translation>
    </message>
    <message>
        <source>Deliveries a minute</source>
        <translation>Zustellungen je Minute</translation>
    </message>
    <message>
        <source>How many deliveries of this source are taken in a minute; more are refused with 429. 0 means no limit.</source>
        <translation>Wie viele Zustellungen dieser Quelle je Minute angenommen werden; weitere werden mit 429 abgewiesen. 0 heißt ohne Grenze.</translation>
    </message>
    <message>
        <source>Business</source>
        <translation>Betrieb</translation>
    </message>
    <message>
        <source>Id of the business that deliveries of this source belong to, when they do not say it themselves.</source>
        <translation>Kennung des Betriebs, zu dem Zustellungen dieser Quelle gehören, wenn sie es nicht selbst sagen.</translation>
    </message>
    <message>
        <source>Mail server</source>
        <translation>Mailserver</translation>
    </message>
    <message>
        <source>Where mail is handed over: smtp://user@host:587 or smtps://user@host:465. The password comes from the variable SMTP_URL or the secret store.</source>
        <translation>Wo Mail übergeben wird: smtp://user@host:587 oder smtps://user@host:465. Das Passwort kommt aus der Variablen SMTP_URL oder dem Geheimnisspeicher.</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>Absender</translation>
    </message>
    <message>
        <source>The address that mail comes from, alone or with a name before it.</source>
        <translation>Die Adresse, von der Mail kommt, allein oder mit einem Namen davor.</translation>
    </message>
    <message>
        <source>Whether notices go to the chat.</source>
        <translation>Ob Hinweise in den Chat gehen.</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>The channel for notices; empty: the one that the webhook was made for.</source>
        <translation>Der Kanal für Hinweise; leer: der, für den der Webhook angelegt wurde.</translation>
    </message>
    <message>
        <source>Replies</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Seconds that an approved reply waits before it is sent.</source>
        <translation>Sekunden, die eine freigegebene Antwort wartet, bevor sie gesendet wird.</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Seconds that an approved refund or payment waits before it is sent.</source>
        <translation>Sekunden, die eine freigegebene Erstattung oder Zahlung wartet, bevor sie gesendet wird.</translation>
    </message>
    <message>
        <source>Urgent: first answer within</source>
        <translation>Dringend: erste Antwort binnen</translation>
    </message>
    <message>
        <source>Minutes until somebody must have claimed and answered a case of priority urgent.</source>
        <translation>Minuten, bis jemand einen Fall der Priorität „dringend“ angenommen und beantwortet haben muss.</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>Minuten</translation>
    </message>
    <message>
        <source>Urgent: decision within</source>
        <translation>Dringend: Entscheidung binnen</translation>
    </message>
    <message>
        <source>Minutes until a case of priority urgent must be decided. 0 means one working day.</source>
        <translation>Minuten, bis ein Fall der Priorität „dringend“ entschieden sein muss. 0 heißt ein Werktag.</translation>
    </message>
    <message>
        <source>High: first answer within</source>
        <translation>Hoch: erste Antwort binnen</translation>
    </message>
    <message>
        <source>Minutes until somebody must have claimed and answered a case of priority high.</source>
        <translation>Minuten, bis jemand einen Fall der Priorität „hoch“ angenommen und beantwortet haben muss.</translation>
    </message>
    <message>
        <source>High: decision within</source>
        <translation>Hoch: Entscheidung binnen</translation>
    </message>
    <message>
        <source>Minutes until a case of priority high must be decided. 0 means one working day.</source>
        <translation>Minuten, bis ein Fall der Priorität „hoch“ entschieden sein muss. 0 heißt ein Werktag.</translation>
    </message>
    <message>
        <source>Medium: first answer within</source>
        <translation>Mittel: erste Antwort binnen</translation>
    </message>
    <message>
        <source>Minutes until somebody must have claimed and answered a case of priority medium.</source>
        <translation>Minuten, bis jemand einen Fall der Priorität „mittel“ angenommen und beantwortet haben muss.</translation>
    </message>
    <message>
        <source>Medium: decision within</source>
        <translation>Mittel: Entscheidung binnen</translation>
    </message>
    <message>
        <source>Minutes until a case of priority medium must be decided. 0 means one working day.</source>
        <translation>Minuten, bis ein Fall der Priorität „mittel“ entschieden sein muss. 0 heißt ein Werktag.</translation>
    </message>
    <message>
        <source>Low: first answer within</source>
        <translation>Niedrig: erste Antwort binnen</translation>
    </message>
    <message>
        <source>Minutes until somebody must have claimed and answered a case of priority low.</source>
        <translation>Minuten, bis jemand einen Fall der Priorität „niedrig“ angenommen und beantwortet haben muss.</translation>
    </message>
    <message>
        <source>Low: decision within</source>
        <translation>Niedrig: Entscheidung binnen</translation>
    </message>
    <message>
        <source>Minutes until a case of priority low must be decided. 0 means one working day.</source>
        <translation>Minuten, bis ein Fall der Priorität „niedrig“ entschieden sein muss. 0 heißt ein Werktag.</translation>
    </message>
    <message>
        <source>Claim</source>
        <translation>Annahme</translation>
    </message>
    <message>
        <source>Minutes without work after which a claimed case is free for others again.</source>
        <translation>Minuten ohne Arbeit, nach denen ein angenommener Fall wieder für andere frei ist.</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Vertretung</translation>
    </message>
    <message>
        <source>The person who is told when a deadline passes: the id or the name of an operator.</source>
        <translation>Die Person, die beim Ablauf einer Frist gerufen wird: Kennung oder Name.</translation>
    </message>
    <message>
        <source>Refund limit</source>
        <translation>Grenze für Erstattungen</translation>
    </message>
    <message>
        <source>The largest refund that needs no person, in the currency of the business.</source>
        <translation>Die größte Erstattung, die keinen Menschen braucht, in der Währung des Betriebs.</translation>
    </message>
    <message>
        <source>High value</source>
        <translation>Hoher Wert</translation>
    </message>
    <message>
        <source>From this amount on a new engagement gets the full team.</source>
        <translation>Ab diesem Betrag bekommt ein neuer Auftrag das ganze Team.</translation>
    </message>
    <message>
        <source>Duplicate window</source>
        <translation>Zeitraum für Doppelte</translation>
    </message>
    <message>
        <source>Hours in which a second enquiry from the same person and source counts as a repeat.</source>
        <translation>Stunden, in denen eine zweite Anfrage derselben Person und Quelle als Wiederholung zählt.</translation>
    </message>
    <message>
        <source>hours</source>
        <translation>Stunden</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Light, dark, or as the desktop has it.</source>
        <translation>Hell, dunkel oder wie die Arbeitsfläche.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>The language of the console, or that of the desktop.</source>
        <translation>Die Sprache der Konsole oder die der Arbeitsfläche.</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Size of all text in percent.</source>
        <translation>Größe aller Texte in Prozent.</translation>
    </message>
    <message>
        <source>Daily</source>
        <translation>Täglich</translation>
    </message>
    <message>
        <source>Whether a copy is made every day.</source>
        <translation>Ob jeden Tag eine Kopie angelegt wird.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>When the daily copy is made, in the studio&apos;s time zone.</source>
        <translation>Wann die tägliche Kopie entsteht, in der Zeitzone des Studios.</translation>
    </message>
    <message>
        <source>Daily copies</source>
        <translation>Tägliche Kopien</translation>
    </message>
    <message>
        <source>How many daily copies are kept.</source>
        <translation>Wie viele tägliche Kopien bleiben.</translation>
    </message>
    <message>
        <source>Weekly copies</source>
        <translation>Wöchentliche Kopien</translation>
    </message>
    <message>
        <source>How many weekly copies are kept.</source>
        <translation>Wie viele wöchentliche Kopien bleiben.</translation>
    </message>
    <message>
        <source>Monthly copies</source>
        <translation>Monatliche Kopien</translation>
    </message>
    <message>
        <source>How many monthly copies are kept.</source>
        <translation>Wie viele monatliche Kopien bleiben.</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>The database; sqlite: is the file console.db in the data folder.</source>
        <translation>Die Datenbank; sqlite: ist die Datei console.db im Datenordner.</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>How much is logged.</source>
        <translation>Wie viel aufgezeichnet wird.</translation>
    </message>
    <message>
        <source>Studio</source>
        <translation>Studio</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>Empfang</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Mail</translation>
    </message>
    <message>
        <source>Slack</source>
        <translation>Slack</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Escalations</source>
        <translation>Eskalationen</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Businesses</source>
        <translation>Betriebe</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Aufzeichnung</translation>
    </message>
    <message>
        <source>Drafts only: agents prepare, people send</source>
        <translation>Nur Entwürfe: Agenten bereiten vor, Menschen senden</translation>
    </message>
    <message>
        <source>Autopilot: agents act within their limits</source>
        <translation>Autopilot: Agenten handeln in ihren Grenzen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Everything, for finding faults</source>
        <translation>Alles, zur Fehlersuche</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors only</source>
        <translation>Nur Fehler</translation>
    </message>
    <message>
        <source>Consulting firm</source>
        <translation>Beratungsfirma</translation>
    </message>
    <message>
        <source>Art gallery</source>
        <translation>Kunstgalerie</translation>
    </message>
    <message>
        <source>Wellness centre</source>
        <translation>Wellnesszentrum</translation>
    </message>
    <message>
        <source>Interior design</source>
        <translation>Innenarchitektur</translation>
    </message>
    <message>
        <source>Luxury renovations</source>
        <translation>Edle Umbauten</translation>
    </message>
    <message>
        <source>Executive wellness</source>
        <translation>Wellness für Führungskräfte</translation>
    </message>
    <message>
        <source>Corporate wellness</source>
        <translation>Wellness für Firmen</translation>
    </message>
    <message>
        <source>Education and training</source>
        <translation>Bildung und Schulung</translation>
    </message>
    <message>
        <source>Technology services</source>
        <translation>Technische Dienste</translation>
    </message>
    <message>
        <source>Parent page</source>
        <translation>Übergeordnete Seite</translation>
    </message>
    <message>
        <source>The page under which the 16 databases are, by its address in Notion or its id. It must be shared with the connection.</source>
        <translation>Die Seite, unter der die 16 Datenbanken sind, als Adresse in Notion oder als Kennung. Sie muss für die Verbindung freigegeben sein.</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>API-Version</translation>
    </message>
    <message>
        <source>The version of Notion&apos;s interface that is spoken.</source>
        <translation>Die Version von Notions Schnittstelle, die gesprochen wird.</translation>
    </message>
    <message>
        <source>Requests to Notion a minute</source>
        <translation>Anfragen an Notion in der Minute</translation>
    </message>
    <message>
        <source>What the plan allows: 180 on Free and Plus, 600 on Business and Enterprise. 0: it is learned from the answers.</source>
        <translation>Was der Tarif erlaubt: 180 bei Free und Plus, 600 bei Business und Enterprise. 0: Es wird aus den Antworten gelernt.</translation>
    </message>
    <message>
        <source>Look for changes every</source>
        <translation>Nach Änderungen sehen alle</translation>
    </message>
    <message>
        <source>Seconds between two looks at a database while little happens.</source>
        <translation>Sekunden zwischen zwei Blicken in eine Datenbank, solange wenig geschieht.</translation>
    </message>
    <message>
        <source>Address of the interface</source>
        <translation>Adresse der Schnittstelle</translation>
    </message>
    <message>
        <source>Where Notion&apos;s interface is; only for a proxy in front of it.</source>
        <translation>Wo Notions Schnittstelle ist; nur für einen Proxy davor.</translation>
    </message>
    <message>
        <source>Notion</source>
        <translation>Notion</translation>
    </message>
    <message>
        <source>Choose by</source>
        <translation>Auswahl nach</translation>
    </message>
    <message>
        <source>By what a provider is chosen among those that can do it: quality follows the order below, balanced weighs it with cost and speed.</source>
        <translation>Wonach unter den Anbietern gewählt wird, die es können: Qualität folgt der Reihenfolge darunter, ausgewogen wägt sie mit Kosten und Tempo ab.</translation>
    </message>
    <message>
        <source>Order of providers</source>
        <translation>Reihenfolge der Anbieter</translation>
    </message>
    <message>
        <source>Providers, the preferred one first.</source>
        <translation>Anbieter, der bevorzugte zuerst.</translation>
    </message>
    <message>
        <source>Second opinion</source>
        <translation>Zweite Meinung</translation>
    </message>
    <message>
        <source>Whether a model is asked beside the rules which level a request needs. It may raise the level; what rules send to a person stays there.</source>
        <translation>Ob neben den Regeln ein Modell gefragt wird, welche Stufe eine Anfrage braucht. Es darf die Stufe heben; was Regeln einem Menschen geben, bleibt dort.</translation>
    </message>
    <message>
        <source>May lower a level</source>
        <translation>Darf eine Stufe senken</translation>
    </message>
    <message>
        <source>Whether the second opinion may also lower a level, where neither law, safety, VIPs nor disputes are concerned.</source>
        <translation>Ob die zweite Meinung eine Stufe auch senken darf, wo weder Recht, Sicherheit, VIPs noch Streitfälle berührt sind.</translation>
    </message>
    <message>
        <source>Draft replies</source>
        <translation>Antworten entwerfen</translation>
    </message>
    <message>
        <source>Whether words for a reply are made ready when a client has written.</source>
        <translation>Ob Worte für eine Antwort bereitgelegt werden, wenn ein Kunde geschrieben hat.</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>Antworten behalten für</translation>
    </message>
    <message>
        <source>Hours for which the answer to the same question is used again; 0: never.</source>
        <translation>Stunden, in denen die Antwort auf dieselbe Frage wieder benutzt wird; 0: nie.</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Turns of the model and uses of tools.</source>
        <translation>Runden des Modells und Griffe zu Werkzeugen.</translation>
    </message>
    <message>
        <source>Time in all.</source>
        <translation>Zeit im Ganzen.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>US dollars; 0: no limit.</source>
        <translation>US-Dollar; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>US dollars</source>
        <translation>US-Dollar</translation>
    </message>
    <message>
        <source>Studio: warn from</source>
        <translation>Studio: warnen ab</translation>
    </message>
    <message>
        <source>Of the whole studio.</source>
        <translation>Des ganzen Studios.</translation>
    </message>
    <message>
        <source>Studio: at most</source>
        <translation>Studio: höchstens</translation>
    </message>
    <message>
        <source>Each business: warn from</source>
        <translation>Jedes Geschäft: warnen ab</translation>
    </message>
    <message>
        <source>Of each business.</source>
        <translation>Jedes Geschäfts.</translation>
    </message>
    <message>
        <source>Each business: at most</source>
        <translation>Jedes Geschäft: höchstens</translation>
    </message>
    <message>
        <source>Each agent: warn from</source>
        <translation>Jeder Agent: warnen ab</translation>
    </message>
    <message>
        <source>Of each agent.</source>
        <translation>Jedes Agenten.</translation>
    </message>
    <message>
        <source>Each agent: at most</source>
        <translation>Jeder Agent: höchstens</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>Cloud</translation>
    </message>
    <message>
        <source>Whether providers outside of this computer may be asked at all.</source>
        <translation>Ob Anbieter außerhalb dieses Rechners überhaupt gefragt werden dürfen.</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>Einwilligung</translation>
    </message>
    <message>
        <source>Whether personal data of people who have not agreed to it stays masked, whatever is said below.</source>
        <translation>Ob persönliche Daten von Menschen, die nicht zugestimmt haben, maskiert bleiben, was darunter auch steht.</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Whether people&apos;s names may leave as they are; else a mask is sent and put back afterwards.</source>
        <translation>Ob Namen von Menschen hinausgehen dürfen, wie sie sind; sonst geht eine Maske hinaus und wird danach zurückgesetzt.</translation>
    </message>
    <message>
        <source>E-mail addresses</source>
        <translation>E-Mail-Adressen</translation>
    </message>
    <message>
        <source>Whether e-mail addresses may leave as they are; else a mask is sent and put back afterwards.</source>
        <translation>Ob E-Mail-Adressen hinausgehen dürfen, wie sie sind; sonst geht eine Maske hinaus und wird danach zurückgesetzt.</translation>
    </message>
    <message>
        <source>Telephone numbers</source>
        <translation>Telefonnummern</translation>
    </message>
    <message>
        <source>Whether telephone numbers may leave as they are; else a mask is sent and put back afterwards.</source>
        <translation>Ob Telefonnummern hinausgehen dürfen, wie sie sind; sonst geht eine Maske hinaus und wird danach zurückgesetzt.</translation>
    </message>
    <message>
        <source>Postal addresses</source>
        <translation>Postanschriften</translation>
    </message>
    <message>
        <source>Whether postal addresses may leave as they are; else a mask is sent and put back afterwards.</source>
        <translation>Ob Postanschriften hinausgehen dürfen, wie sie sind; sonst geht eine Maske hinaus und wird danach zurückgesetzt.</translation>
    </message>
    <message>
        <source>Amounts</source>
        <translation>Beträge</translation>
    </message>
    <message>
        <source>Whether amounts of money may leave as they are; else a mask is sent and put back afterwards.</source>
        <translation>Ob Geldbeträge hinausgehen dürfen, wie sie sind; sonst geht eine Maske hinaus und wird danach zurückgesetzt.</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Kalenderdaten</translation>
    </message>
    <message>
        <source>Whether dates may leave as they are; else a mask is sent and put back afterwards.</source>
        <translation>Ob Kalenderdaten hinausgehen dürfen, wie sie sind; sonst geht eine Maske hinaus und wird danach zurückgesetzt.</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>Whether words about health may leave as they are; else a mask is sent and put back afterwards.</source>
        <translation>Ob Worte über Gesundheit hinausgehen dürfen, wie sie sind; sonst geht eine Maske hinaus und wird danach zurückgesetzt.</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Further words that never leave, such as names of projects.</source>
        <translation>Weitere Wörter, die nie hinausgehen, etwa Namen von Vorhaben.</translation>
    </message>
    <message>
        <source>Where its interface is; only for a proxy in front of it, or a server of one&apos;s own.</source>
        <translation>Wo seine Schnittstelle ist; nur für einen Proxy davor oder einen eigenen Server.</translation>
    </message>
    <message>
        <source>The version of the interface that is spoken.</source>
        <translation>Die Version der Schnittstelle, die gesprochen wird.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Models that may be asked, the preferred one first; empty: the first one that the provider lists.</source>
        <translation>Modelle, die gefragt werden dürfen, das bevorzugte zuerst; leer: das erste, das der Anbieter nennt.</translation>
    </message>
    <message>
        <source>Quick model</source>
        <translation>Schnelles Modell</translation>
    </message>
    <message>
        <source>A smaller model for short verdicts, facts and summaries; empty: the preferred one.</source>
        <translation>Ein kleineres Modell für kurze Urteile, Angaben und Zusammenfassungen; leer: das bevorzugte.</translation>
    </message>
    <message>
        <source>Serve</source>
        <translation>Anbieten</translation>
    </message>
    <message>
        <source>Whether assistants outside may reach the console at /mcp with a key of its interface.</source>
        <translation>Ob Helfer von außen die Konsole unter /mcp erreichen dürfen, mit einem Schlüssel ihrer Schnittstelle.</translation>
    </message>
    <message>
        <source>Whether it is used.</source>
        <translation>Ob er benutzt wird.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Program that is started and spoken to over its input and output; empty: the address below.</source>
        <translation>Programm, das gestartet und über Ein- und Ausgabe angesprochen wird; leer: die Adresse darunter.</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>What the program is started with.</source>
        <translation>Womit das Programm gestartet wird.</translation>
    </message>
    <message>
        <source>Where the server is, when it is not a program.</source>
        <translation>Wo der Server ist, wenn er kein Programm ist.</translation>
    </message>
    <message>
        <source>Secrets</source>
        <translation>Geheimnisse</translation>
    </message>
    <message>
        <source>Names of secrets that the program finds in its environment.</source>
        <translation>Namen von Geheimnissen, die das Programm in seiner Umgebung findet.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Name of the secret that is sent to the address as Bearer key; empty: none.</source>
        <translation>Name des Geheimnisses, das als Bearer-Schlüssel an die Adresse geht; leer: keines.</translation>
    </message>
    <message>
        <source>Agents that may use it; empty: all.</source>
        <translation>Agenten, die ihn benutzen dürfen; leer: alle.</translation>
    </message>
    <message>
        <source>Risk</source>
        <translation>Wagnis</translation>
    </message>
    <message>
        <source>What a mistake with its tools would cost, where nothing else is said below.</source>
        <translation>Was ein Fehler mit seinen Werkzeugen kosten würde, wo darunter nichts anderes steht.</translation>
    </message>
    <message>
        <source>Looks</source>
        <translation>Nur Lesen</translation>
    </message>
    <message>
        <source>Tools of it that only read.</source>
        <translation>Werkzeuge von ihm, die nur lesen.</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Time for one call.</source>
        <translation>Zeit für einen Aufruf.</translation>
    </message>
    <message>
        <source>Language models</source>
        <translation>Sprachmodelle</translation>
    </message>
    <message>
        <source>Servers of tools</source>
        <translation>Werkzeugserver</translation>
    </message>
    <message>
        <source>Limits of one task</source>
        <translation>Grenzen einer Aufgabe</translation>
    </message>
    <message>
        <source>Budgets a day</source>
        <translation>Budgets je Tag</translation>
    </message>
    <message>
        <source>What may leave the studio</source>
        <translation>Was das Studio verlassen darf</translation>
    </message>
    <message>
        <source>What may leave: %1</source>
        <translation>Was hinausgehen darf: %1</translation>
    </message>
    <message>
        <source>A server in the studio</source>
        <translation>Ein Server im Studio</translation>
    </message>
    <message>
        <source>Server of tools: %1</source>
        <translation>Werkzeugserver: %1</translation>
    </message>
    <message>
        <source>A balance of quality, cost and speed</source>
        <translation>Ausgewogen nach Qualität, Kosten und Tempo</translation>
    </message>
    <message>
        <source>Quality: the order below</source>
        <translation>Qualität: die Reihenfolge darunter</translation>
    </message>
    <message>
        <source>Cost: the cheapest that can do it</source>
        <translation>Kosten: der billigste, der es kann</translation>
    </message>
    <message>
        <source>Speed: the quickest that can do it</source>
        <translation>Tempo: der schnellste, der es kann</translation>
    </message>
    <message>
        <source>Look: they only read</source>
        <translation>Ansehen: Sie lesen nur</translation>
    </message>
    <message>
        <source>Note: notes and tasks</source>
        <translation>Notieren: Notizen und Aufgaben</translation>
    </message>
    <message>
        <source>Change: records and workflows</source>
        <translation>Ändern: Datensätze und Abläufe</translation>
    </message>
    <message>
        <source>Speak: words leave the studio</source>
        <translation>Sprechen: Worte verlassen das Studio</translation>
    </message>
    <message>
        <source>Cannot be undone: money, deletion</source>
        <translation>Nicht rückgängig zu machen: Geld, Löschen</translation>
    </message>
    <message>
        <source>Passages</source>
        <translation>Passagen</translation>
    </message>
    <message>
        <source>How documents are cut: at paragraphs, at sentences, in windows of words, or where the subject changes. Documents read before keep their passages until they are read again.</source>
        <translation>Wie Dokumente geteilt werden: an Absätzen, an Sätzen, in Fenstern aus Wörtern oder dort, wo das Thema wechselt. Schon gelesene Dokumente behalten ihre Passagen, bis sie wieder gelesen werden.</translation>
    </message>
    <message>
        <source>Look at folders</source>
        <translation>In Ordnern nachsehen</translation>
    </message>
    <message>
        <source>Time between two looks at a folder whose changes nobody tells.</source>
        <translation>Zeit, nach der in einem Ordner wieder nachgesehen wird, dessen Änderungen niemand meldet.</translation>
    </message>
    <message>
        <source>Languages of pictures</source>
        <translation>Sprachen der Bilder</translation>
    </message>
    <message>
        <source>Languages that text in pictures is recognised in, as Tesseract names them, with + between: eng+deu. Those that are not installed are left out.</source>
        <translation>Sprachen, in denen Text in Bildern erkannt wird, wie Tesseract sie nennt, mit + dazwischen: eng+deu. Nicht installierte werden ausgelassen.</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>The provider that compares meanings, with the address and the key it has under AI providers; empty: the console itself.</source>
        <translation>Der Anbieter, der Bedeutungen vergleicht, mit der Adresse und dem Schlüssel, die er unter „KI-Anbieter“ hat; leer: die Konsole selbst.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The service&apos;s model for vectors, as text-embedding-3-small.</source>
        <translation>Das Modell des Dienstes für Vektoren, etwa text-embedding-3-small.</translation>
    </message>
    <message>
        <source>Words may leave</source>
        <translation>Wortlaut darf hinausgehen</translation>
    </message>
    <message>
        <source>Whether the words of every passage and every question may be sent to the service. A local server needs no leave.</source>
        <translation>Ob der Wortlaut jeder Passage und jeder Frage an den Dienst gesendet werden darf. Ein lokaler Server braucht keine Erlaubnis.</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Steps from the address that was given; 0 reads it alone.</source>
        <translation>Schritte von der angegebenen Adresse aus; 0 liest nur sie.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Most pages that are read of one source.</source>
        <translation>Wie viele Seiten einer Quelle höchstens gelesen werden.</translation>
    </message>
    <message>
        <source>Own network</source>
        <translation>Eigenes Netz</translation>
    </message>
    <message>
        <source>Whether pages of this computer and the network around it may be read.</source>
        <translation>Ob Seiten dieses Rechners und des Netzes um ihn herum gelesen werden dürfen.</translation>
    </message>
    <message>
        <source>Crawl4AI server</source>
        <translation>Crawl4AI-Server</translation>
    </message>
    <message>
        <source>Address of a Crawl4AI server that reads pages in a browser of its own; empty: the console reads them itself.</source>
        <translation>Adresse eines Crawl4AI-Servers, der Seiten in einem eigenen Browser liest; leer: die Konsole liest sie selbst.</translation>
    </message>
    <message>
        <source>Knowledge sources</source>
        <translation>Wissensquellen</translation>
    </message>
    <message>
        <source>Word content</source>
        <translation>Inhalte formulieren</translation>
    </message>
    <message>
        <source>Whether a model writes content in words of its own where the rules have drafted it. What it adds or leaves out of numbers, dates and addresses, or what the brand check finds in it, keeps the rules&apos; draft.</source>
        <translation>Ob ein Modell Inhalte, die die Regeln entworfen haben, in eigenen Worten schreibt. Fügt es Zahlen, Daten oder Adressen hinzu, lässt es welche weg oder findet die Markenprüfung etwas, bleibt der Entwurf der Regeln.</translation>
    </message>
</context>
<context>
    <name>hs::ui::SettingField</name>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zum Standard</translation>
    </message>
    <message>
        <source>%1: back to the default</source>
        <extracomment>%1 is the name of a setting</extracomment>
        <translation>%1: zurück zum Standard</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Separate with commas</source>
        <translation>Mit Kommas trennen</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Set by the environment, so it can&apos;t be changed here.</source>
        <translation>Durch die Umgebung gesetzt und daher hier nicht zu ändern.</translation>
    </message>
    <message>
        <source>Set by hand in console.json, so it can&apos;t be changed here.</source>
        <translation>Von Hand in console.json gesetzt und daher hier nicht zu ändern.</translation>
    </message>
    <message>
        <source>Default: %1</source>
        <extracomment>%1 is a default value, with its unit if it has one</extracomment>
        <translation>Standard: %1</translation>
    </message>
    <message>
        <source>Takes effect at the next start.</source>
        <translation>Gilt ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>Is written in console.json, where its parts have names.</source>
        <translation>Steht in console.json, wo seine Teile Namen haben.</translation>
    </message>
</context>
<context>
    <name>hs::ui::SettingsPlace</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Studio and hours</source>
        <translation>Studio und Zeiten</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Escalations and deadlines</source>
        <translation>Eskalationen und Fristen</translation>
    </message>
    <message>
        <source>Webhook receiver</source>
        <translation>Webhook-Empfang</translation>
    </message>
    <message>
        <source>Mail and Slack</source>
        <translation>Mail und Slack</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Fortgeschritten</translation>
    </message>
    <message>
        <source>Notion</source>
        <translation>Notion</translation>
    </message>
    <message>
        <source>AI providers</source>
        <translation>KI-Anbieter</translation>
    </message>
    <message>
        <source>Knowledge sources</source>
        <translation>Wissensquellen</translation>
    </message>
</context>
<context>
    <name>hs::ui::SettingsStore</name>
    <message>
        <source>Setting changed: %1</source>
        <extracomment>%1 is the name of a setting</extracomment>
        <translation>Einstellung geändert: %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::SettingsWindow</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Parts of the settings</source>
        <translation>Teile der Einstellungen</translation>
    </message>
    <message>
        <source>The studio&apos;s name, businesses and opening hours. Deadlines count these hours.</source>
        <translation>Name, Betriebe und Öffnungszeiten des Studios. Fristen zählen diese Stunden.</translation>
    </message>
    <message>
        <source>How long a case may wait, who is called when it is late, and how long a claim lasts.</source>
        <translation>Wie lange ein Fall warten darf, wer gerufen wird, wenn es spät ist, und wie lange eine Annahme gilt.</translation>
    </message>
    <message>
        <source>The database and the log. Most studios never need these.</source>
        <translation>Die Datenbank und die Aufzeichnung. Die meisten Studios brauchen sie nie.</translation>
    </message>
    <message>
        <source>No setting matches</source>
        <translation>Keine Einstellung passt</translation>
    </message>
    <message>
        <source>Try another word.</source>
        <translation>Versuchen Sie ein anderes Wort.</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>The settings could not be read.</source>
        <translation>Die Einstellungen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>What belongs to this desk can still be changed.</source>
        <translation>Was zu diesem Platz gehört, lässt sich weiter ändern.</translation>
    </message>
    <message>
        <source>The mirror of the hub in Notion. Its token and its databases are set up under Integrations.</source>
        <translation>Das Spiegelbild des Hubs in Notion. Sein Token und seine Datenbanken richten Sie unter Anbindungen ein.</translation>
    </message>
    <message>
        <source>Who is asked when rules are not enough, what may leave the studio, and what it may cost. Keys are set under Integrations; without any provider, rules do the work alone.</source>
        <translation>Wer gefragt wird, wenn Regeln nicht reichen, was das Studio verlassen darf und was es kosten darf. Schlüssel werden unter Anbindungen gesetzt; ohne Anbieter tun Regeln die Arbeit allein.</translation>
    </message>
    <message>
        <source>language model key budget privacy masking local tools server</source>
        <translation>Sprachmodell Schlüssel Budget Datenschutz Maskierung lokal Werkzeuge Server</translation>
    </message>
    <message>
        <source>How documents are read and compared. The sources themselves are added under Knowledge. Meanings are compared on this computer: by a model that is part of the console and knows English, and by what it learns from the studio&apos;s own documents, in any language.</source>
        <translation>Wie Dokumente gelesen und verglichen werden. Die Quellen selbst werden unter „Wissen“ hinzugefügt. Bedeutungen werden auf diesem Rechner verglichen: von einem Modell, das zur Konsole gehört und Englisch kann, und mit dem, was sie aus den Dokumenten des Studios selbst lernt, in jeder Sprache.</translation>
    </message>
    <message>
        <source>documents sources folder web search passages</source>
        <translation>dokumente quellen ordner web suche passagen</translation>
    </message>
</context>
<context>
    <name>hs::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>Help: %1</source>
        <translation>Hilfe: %1</translation>
    </message>
    <message>
        <source>All keys can be changed in the settings under Keyboard.</source>
        <translation>Alle Tasten lassen sich in den Einstellungen unter „Tastatur“ ändern.</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>In lists</source>
        <translation>In Listen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>hs::ui::SignInDialog</name>
    <message>
        <source>Who is at the desk?</source>
        <translation>Wer sitzt am Platz?</translation>
    </message>
    <message>
        <source>Decisions carry this person&apos;s name.</source>
        <translation>Entscheidungen tragen den Namen dieser Person.</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>%1 name, %2 role</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>The PIN is wrong.</source>
        <translation>Die PIN stimmt nicht.</translation>
    </message>
</context>
<context>
    <name>hs::ui::SimulatorPane</name>
    <message>
        <source>Start</source>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Step back</source>
        <translation>Schritt zurück</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>A dry run of what stands here: no agents, no data, no real time. Send events, let time pass, end tasks, and watch the picture.</source>
        <translation>Ein Probelauf dessen, was hier steht: keine Agenten, keine Daten, keine echte Zeit. Senden Sie Ereignisse, lassen Sie Zeit vergehen, beenden Sie Aufgaben und beobachten Sie das Bild.</translation>
    </message>
    <message>
        <source>Begin with this input, as JSON</source>
        <translation>Mit dieser Eingabe beginnen, als JSON</translation>
    </message>
    <message>
        <source>What can be done now</source>
        <translation>Was jetzt getan werden kann</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps of the dry run</source>
        <translation>Schritte des Probelaufs</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Context of the dry run</source>
        <translation>Kontext des Probelaufs</translation>
    </message>
    <message>
        <source>Type of an event</source>
        <translation>Art eines Ereignisses</translation>
    </message>
    <message>
        <source>Another event</source>
        <translation>Anderes Ereignis</translation>
    </message>
    <message>
        <source>What the event carries, as JSON</source>
        <translation>Was das Ereignis mitbringt, als JSON</translation>
    </message>
    <message>
        <source>Result of the task, as JSON</source>
        <translation>Ergebnis der Aufgabe, als JSON</translation>
    </message>
    <message>
        <source>Length of time</source>
        <translation>Zeitspanne</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>Neu starten</translation>
    </message>
    <message>
        <source>The definition has errors. Mend them to try it.</source>
        <translation>Die Definition enthält Fehler. Beheben Sie sie, um den Ablauf auszuprobieren.</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>%1 after the start</source>
        <extracomment>%1 is a length of time since the start of a dry run</extracomment>
        <translation>%1 nach dem Start</translation>
    </message>
    <message>
        <source>The last step changed nothing.</source>
        <translation>Der letzte Schritt hat nichts geändert.</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Open tasks</source>
        <translation>Offene Aufgaben</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>%1 done</source>
        <translation>%1 erledigt</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 gescheitert</translation>
    </message>
    <message>
        <source>with the result</source>
        <translation>mit dem Ergebnis</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Send %1</source>
        <translation>%1 senden</translation>
    </message>
    <message>
        <source>Only if %1</source>
        <translation>Nur falls %1</translation>
    </message>
    <message>
        <source>No event from outside changes anything here.</source>
        <translation>Kein Ereignis von außen ändert hier etwas.</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send the event</source>
        <translation>Ereignis senden</translation>
    </message>
    <message>
        <source>carrying</source>
        <translation>mit dem Inhalt</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Wait %1 for %2</source>
        <extracomment>%1 is a length of time, %2 the name of a timer</extracomment>
        <translation>%1 auf %2 warten</translation>
    </message>
    <message>
        <source>Wait for %1</source>
        <translation>Auf %1 warten</translation>
    </message>
    <message>
        <source>+1 min</source>
        <translation>+1 Min.</translation>
    </message>
    <message>
        <source>+1 h</source>
        <translation>+1 Std.</translation>
    </message>
    <message>
        <source>+1 day</source>
        <translation>+1 Tag</translation>
    </message>
    <message>
        <source>Let time pass: %1</source>
        <translation>Zeit vergehen lassen: %1</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Let this time pass</source>
        <translation>Diese Zeit vergehen lassen</translation>
    </message>
    <message>
        <source>A length of time is written as PT90M, P2D or in milliseconds.</source>
        <translation>Eine Zeitspanne schreibt man als PT90M, P2D oder in Millisekunden.</translation>
    </message>
    <message>
        <source>%1 later</source>
        <extracomment>a step of a dry run, %1 is a length of time</extracomment>
        <translation>%1 später</translation>
    </message>
    <message>
        <source>%1: changed nothing</source>
        <translation>%1: hat nichts geändert</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <extracomment>a step of a dry run: %1 what happened, %2 the states after it</extracomment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>Step %1: %2, %3 after the start</source>
        <extracomment>Read by screen readers. %1 number of a step, %2 what happened, %3 a length of time</extracomment>
        <translation>Schritt %1: %2, %3 nach dem Start</translation>
    </message>
</context>
<context>
    <name>hs::ui::SourceOpening</name>
    <message>
        <source>“%1” is no longer there.</source>
        <extracomment>%1 is a path</extracomment>
        <translation>„%1“ ist nicht mehr da.</translation>
    </message>
    <message>
        <source>Nothing on this computer opens “%1”.</source>
        <translation>Nichts auf diesem Rechner öffnet „%1“.</translation>
    </message>
    <message>
        <source>No dock shows records.</source>
        <translation>Kein Bereich zeigt Datensätze.</translation>
    </message>
    <message>
        <source>It has no place of its own: all of it stands here.</source>
        <translation>Dazu gibt es keinen eigenen Ort: Alles steht hier.</translation>
    </message>
</context>
<context>
    <name>hs::ui::SourcesPage</name>
    <message>
        <source>Add a source…</source>
        <translation>Quelle hinzufügen…</translation>
    </message>
    <message>
        <source>Look at all now</source>
        <translation>Jetzt überall nachsehen</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>The sources could not be looked at.</source>
        <translation>In den Quellen konnte nicht nachgesehen werden.</translation>
    </message>
    <message>
        <source>All sources are looked at now.</source>
        <translation>In allen Quellen wird jetzt nachgesehen.</translation>
    </message>
    <message>
        <source>Back to the sources</source>
        <translation>Zurück zu den Quellen</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Jetzt nachsehen</translation>
    </message>
    <message>
        <source>Read all again</source>
        <translation>Alles neu lesen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open where this source is</source>
        <translation>Ort dieser Quelle öffnen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Find a document</source>
        <translation>Dokument suchen</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>Text zeigen</translation>
    </message>
    <message>
        <source>Remove the note</source>
        <translation>Notiz entfernen</translation>
    </message>
    <message>
        <source>No such document</source>
        <translation>Kein solches Dokument</translation>
    </message>
    <message>
        <source>None of this source&apos;s documents is like that.</source>
        <translation>Keines der Dokumente dieser Quelle passt dazu.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>No documents yet</source>
        <translation>Noch keine Dokumente</translation>
    </message>
    <message>
        <source>They appear here as they are read.</source>
        <translation>Sie erscheinen hier, sobald sie gelesen sind.</translation>
    </message>
    <message>
        <source>The documents could not be read.</source>
        <translation>Die Dokumente konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>The sources could not be read.</source>
        <translation>Die Quellen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>No sources yet</source>
        <translation>Noch keine Quellen</translation>
    </message>
    <message>
        <source>Add a folder with the studio&apos;s documents; it is read and watched from then on.</source>
        <translation>Fügen Sie einen Ordner mit den Dokumenten des Studios hinzu; er wird gelesen und von da an beobachtet.</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <extracomment>Read by screen readers. %1 is a source</extracomment>
        <translation>%1 entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <comment>documents</comment>
        <translation>
            <numerusform>%n gescheitert</numerusform>
            <numerusform>%n gescheitert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the %n document(s) that could not be read</source>
        <extracomment>A chip that filters. %n documents could not be read</extracomment>
        <translation>
            <numerusform>Nur %n Dokument, das nicht gelesen werden konnte</numerusform>
            <numerusform>Nur %n Dokumente, die nicht gelesen werden konnten</numerusform>
        </translation>
    </message>
    <message>
        <source>Reported as outdated: %1</source>
        <translation>Als veraltet gemeldet: %1</translation>
    </message>
    <message>
        <source>It could not be read.</source>
        <translation>Es konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Report as outdated…</source>
        <translation>Als veraltet melden…</translation>
    </message>
    <message>
        <source>It is not outdated</source>
        <translation>Ist nicht veraltet</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>what failed, and why</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>The source could not be looked at.</source>
        <translation>In der Quelle konnte nicht nachgesehen werden.</translation>
    </message>
    <message>
        <source>Removed from Knowledge: %1</source>
        <extracomment>%1 is a source</extracomment>
        <translation>Aus dem Wissen entfernt: %1</translation>
    </message>
    <message>
        <source>The source was not removed.</source>
        <translation>Die Quelle wurde nicht entfernt.</translation>
    </message>
    <message>
        <source>The source could not be brought back.</source>
        <translation>Die Quelle konnte nicht zurückgeholt werden.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Remove the note?</source>
        <translation>Notiz entfernen?</translation>
    </message>
    <message>
        <source>“%1” is removed for everybody and can not be brought back.</source>
        <translation>„%1“ wird für alle entfernt und kann nicht zurückgeholt werden.</translation>
    </message>
    <message>
        <source>The note was not removed.</source>
        <translation>Die Notiz wurde nicht entfernt.</translation>
    </message>
</context>
<context>
    <name>hs::ui::SpendChart</name>
    <message numerus="yes">
        <source>Nothing was spent in the last %n day(s).</source>
        <translation>
            <numerusform>Am letzten Tag wurde nichts ausgegeben.</numerusform>
            <numerusform>In den letzten %n Tagen wurde nichts ausgegeben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cost of the last %n day(s): %1 in all; most on %2.</source>
        <extracomment>A chart, spoken. %1 the sum, %2 the dearest day and what it cost</extracomment>
        <translation>
            <numerusform>Kosten des letzten Tages: %1 im Ganzen; am meisten am %2.</numerusform>
            <numerusform>Kosten der letzten %n Tage: %1 im Ganzen; am meisten am %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>A day and what it cost. %1 a date such as &quot;Thu, 12 Mar&quot;, %2 an amount</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>ddd, d MMM</source>
        <comment>date format of QLocale</comment>
        <translation>ddd, d. MMM</translation>
    </message>
    <message>
        <source>d MMM</source>
        <comment>date format of QLocale</comment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>most on one day: %1</source>
        <extracomment>The dearest of some days. %1 an amount</extracomment>
        <translation>am meisten an einem Tag: %1</translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
</context>
<context>
    <name>hs::ui::StatusLine</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>The engine does not answer</source>
        <translation>Der Kern antwortet nicht</translation>
    </message>
    <message>
        <source>The engine starts</source>
        <translation>Der Kern startet</translation>
    </message>
    <message>
        <source>Nothing can be saved</source>
        <translation>Es kann nichts gespeichert werden</translation>
    </message>
    <message>
        <source>Engine running · %1 · %2</source>
        <extracomment>engine running · 9 agents · 14 workflows active</extracomment>
        <translation>Kern läuft · %1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation>
            <numerusform>%n Agent</numerusform>
            <numerusform>%n Agenten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workflow(s) active</source>
        <translation>
            <numerusform>%n Ablauf aktiv</numerusform>
            <numerusform>%n Abläufe aktiv</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) today</source>
        <translation>
            <numerusform>%n Ereignis heute</numerusform>
            <numerusform>%n Ereignisse heute</numerusform>
        </translation>
    </message>
    <message>
        <source>The receiver does not listen</source>
        <translation>Der Empfang ist gestört</translation>
    </message>
    <message>
        <source>The receiver is off</source>
        <translation>Der Empfang ist aus</translation>
    </message>
    <message>
        <source>Receiver on port %1 · %2</source>
        <extracomment>%1 port number, %2 events today</extracomment>
        <translation>Empfang auf Port %1 · %2</translation>
    </message>
    <message>
        <source>Receiver on · %1</source>
        <translation>Empfang an · %1</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait as drafts</source>
        <translation>
            <numerusform>%n Nachricht wartet als Entwurf</numerusform>
            <numerusform>%n Nachrichten warten als Entwürfe</numerusform>
        </translation>
    </message>
    <message>
        <source>Last backup %1</source>
        <translation>Letzte Sicherung %1</translation>
    </message>
    <message>
        <source>No backup yet</source>
        <translation>Noch keine Sicherung</translation>
    </message>
    <message>
        <source>%1 to search or run a command</source>
        <translation>%1 zum Suchen oder für Befehle</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <extracomment>%1 is a countdown such as 4:32</extracomment>
        <translation>Rückgängig %1</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <extracomment>%1 is what was done: &quot;Approved: Refund above the limit&quot;</extracomment>
        <translation>Rückgängig: %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::StepDetails</name>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>As it stood</source>
        <translation>Wie er stand</translation>
    </message>
    <message>
        <source>The chosen step</source>
        <translation>Der gewählte Schritt</translation>
    </message>
    <message>
        <source>This input could not be handled. Nothing of the try was kept; the run waits here for a person.</source>
        <translation>Diese Eingabe konnte nicht bearbeitet werden. Vom Versuch blieb nichts erhalten; der Lauf wartet hier auf einen Menschen.</translation>
    </message>
    <message>
        <source>What came in</source>
        <translation>Was einging</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Tried</source>
        <translation>Versucht</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Step %1 · %2 · %3 in the machine</source>
        <extracomment>Below the title of a step. %1 its number, %2 a date with time, %3 how long it took</extracomment>
        <translation>Schritt %1 · %2 · %3 Rechenzeit</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>The workflow does not listen to this in its state. Nothing changed.</source>
        <translation>In diesem Zustand hört der Ablauf nicht darauf. Nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>What moved</source>
        <translation>Was sich bewegte</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>von selbst</translation>
    </message>
    <message>
        <source>From %1</source>
        <extracomment>A transition that was taken. %1 a state</extracomment>
        <translation>Von %1</translation>
    </message>
    <message>
        <source>%1, it stayed</source>
        <extracomment>%1 what it was taken on, %2 states</extracomment>
        <translation>%1, blieb dort</translation>
    </message>
    <message>
        <source>%1, to %2</source>
        <translation>%1, nach %2</translation>
    </message>
    <message>
        <source>What it changed</source>
        <translation>Was es geändert hat</translation>
    </message>
    <message>
        <source>took %1</source>
        <extracomment>How long a task took</extracomment>
        <translation>dauerte %1</translation>
    </message>
    <message>
        <source>open for %1</source>
        <translation>seit %1 offen</translation>
    </message>
    <message>
        <source>Try %1 failed at %2: %3</source>
        <extracomment>A try at a task that failed. %1 which try, %2 when, %3 why</extracomment>
        <translation>Versuch %1 scheiterte %2: %3</translation>
    </message>
    <message>
        <source>%1. The next one is due at %2.</source>
        <extracomment>%1 a sentence about a failed try, %2 a moment</extracomment>
        <translation>%1. Der nächste ist fällig %2.</translation>
    </message>
    <message>
        <source>What it was given</source>
        <translation>Was sie erhielt</translation>
    </message>
    <message>
        <source>What it gave back</source>
        <translation>Was sie zurückgab</translation>
    </message>
    <message>
        <source>Ended in step %1</source>
        <translation>Endete in Schritt %1</translation>
    </message>
    <message>
        <source>Began in step %1</source>
        <translation>Begann in Schritt %1</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Timers</source>
        <translation>Fristen</translation>
    </message>
    <message>
        <source>%1, due %2</source>
        <extracomment>%1 &quot;set&quot;, %2 a date with time</extracomment>
        <translation>%1, fällig %2</translation>
    </message>
    <message>
        <source>Actions</source>
        <translation>Aktionen</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>%1 to %2, %3</source>
        <extracomment>A message between agents. %1 and %2 are names, %3 what became of it</extracomment>
        <translation>%1 an %2, %3</translation>
    </message>
    <message>
        <source>Open the message “%1”</source>
        <translation>Nachricht „%1“ öffnen</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>Wirkungen</translation>
    </message>
    <message>
        <source>Open where it goes: %1</source>
        <extracomment>%1 is an address</extracomment>
        <translation>Öffnen, wohin es geht: %1</translation>
    </message>
    <message>
        <source>What it made elsewhere</source>
        <translation>Was er anderswo angelegt hat</translation>
    </message>
    <message>
        <source>Escalation</source>
        <translation>Eskalation</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Datensatz</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>title of a thing and its state</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Open “%1”</source>
        <translation>„%1“ öffnen</translation>
    </message>
    <message>
        <source>Rule and evidence</source>
        <translation>Regel und Beleg</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Open the evidence “%1”</source>
        <translation>Beleg „%1“ öffnen</translation>
    </message>
    <message>
        <source>As it stands: before the input that failed.</source>
        <translation>Wie er steht: vor der gescheiterten Eingabe.</translation>
    </message>
    <message>
        <source>As it stood after step %1.</source>
        <translation>Wie er nach Schritt %1 stand.</translation>
    </message>
    <message>
        <source>Where it was</source>
        <translation>Wo er war</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Waiting on</source>
        <translation>Wartete auf</translation>
    </message>
    <message>
        <source>nothing, it had ended</source>
        <translation>nichts, er war zu Ende</translation>
    </message>
    <message>
        <source>Open tasks</source>
        <translation>Offene Aufgaben</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>open since step %1</source>
        <translation>offen seit Schritt %1</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>fällig %1</translation>
    </message>
    <message>
        <source>What it knew</source>
        <translation>Was er wusste</translation>
    </message>
    <message>
        <source>Nothing yet.</source>
        <translation>Noch nichts.</translation>
    </message>
</context>
<context>
    <name>hs::ui::TaskForm</name>
    <message>
        <source>Choose one</source>
        <translation>Eines wählen</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>%1 *</source>
        <extracomment>A field of a form that must be filled in; %1 is its name.</extracomment>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>One on each line</source>
        <translation>Eines je Zeile</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>Als JSON</translation>
    </message>
</context>
<context>
    <name>hs::ui::TaskPage</name>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>The tasks could not be read.</source>
        <translation>Die Aufgaben konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Find a task</source>
        <translation>Aufgabe suchen</translation>
    </message>
    <message>
        <source>Open only</source>
        <translation>Nur offene</translation>
    </message>
    <message>
        <source>Mine</source>
        <comment>tasks</comment>
        <translation>Meine</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Zugewiesen an</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Fällig</translation>
    </message>
    <message>
        <source>Set due time</source>
        <translation>Fälligkeit setzen</translation>
    </message>
    <message>
        <source>The people could not be read.</source>
        <translation>Die Personen konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Nobody</source>
        <comment>a task without assignee</comment>
        <translation>Niemand</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No task fits the filters.</source>
        <translation>Keine Aufgabe passt zu den Filtern.</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>All done</source>
        <translation>Alles erledigt</translation>
    </message>
    <message>
        <source>No task is open.</source>
        <translation>Keine Aufgabe ist offen.</translation>
    </message>
    <message>
        <source>Show done tasks</source>
        <translation>Erledigte Aufgaben zeigen</translation>
    </message>
    <message>
        <source>No tasks yet</source>
        <translation>Noch keine Aufgaben</translation>
    </message>
    <message>
        <source>Tasks that agents and people make appear here.</source>
        <translation>Aufgaben, die Agenten und Menschen anlegen, erscheinen hier.</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Cancel task</source>
        <translation>Aufgabe abbrechen</translation>
    </message>
    <message>
        <source>Why is “%1” cancelled? A reason is needed.</source>
        <extracomment>%1 is a task.</extracomment>
        <translation>Warum wird „%1“ abgebrochen? Ein Grund ist nötig.</translation>
    </message>
    <message>
        <source>Cancel the task</source>
        <translation>Aufgabe abbrechen</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>The task was not changed.</source>
        <translation>Die Aufgabe wurde nicht geändert.</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Why was this task made?</source>
        <translation>Warum wurde diese Aufgabe angelegt?</translation>
    </message>
</context>
<context>
    <name>hs::ui::TextConflictBox</name>
    <message>
        <source>The page content was changed while you changed it. Choose what holds.</source>
        <translation>Der Seiteninhalt wurde geändert, während Sie ihn änderten. Wählen Sie, was gilt.</translation>
    </message>
    <message>
        <source>%1 changed the page content while you did. Choose what holds.</source>
        <translation>%1 hat den Seiteninhalt gleichzeitig geändert. Wählen Sie, was gilt.</translation>
    </message>
    <message>
        <source>It is empty there.</source>
        <translation>Dort ist er leer.</translation>
    </message>
    <message>
        <source>The page content as the other one wrote it</source>
        <translation>Der Seiteninhalt in der anderen Fassung</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meine behalten</translation>
    </message>
    <message>
        <source>Show theirs</source>
        <translation>Andere Fassung zeigen</translation>
    </message>
    <message>
        <source>Take theirs</source>
        <translation>Andere Fassung nehmen</translation>
    </message>
    <message>
        <source>Hide theirs</source>
        <translation>Andere Fassung verbergen</translation>
    </message>
</context>
<context>
    <name>hs::ui::TextPane</name>
    <message>
        <source>Text of the workflow</source>
        <translation>Text des Ablaufs</translation>
    </message>
</context>
<context>
    <name>hs::ui::Thinking</name>
    <message>
        <source>Look</source>
        <comment>what a tool does: it only reads</comment>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Note</source>
        <comment>what a tool does: notes and tasks</comment>
        <translation>Notieren</translation>
    </message>
    <message>
        <source>Change</source>
        <comment>what a tool does: it changes records</comment>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Speak</source>
        <comment>what a tool does: words leave the studio</comment>
        <translation>Sprechen</translation>
    </message>
    <message>
        <source>Cannot be undone</source>
        <comment>what a tool does</comment>
        <translation>Nicht rückgängig</translation>
    </message>
    <message>
        <source>Reads and changes nothing.</source>
        <translation>Liest und ändert nichts.</translation>
    </message>
    <message>
        <source>Writes notes and tasks inside the studio; a click takes them back.</source>
        <translation>Schreibt Notizen und Aufgaben im Studio; ein Klick nimmt sie zurück.</translation>
    </message>
    <message>
        <source>Changes records and workflows; their history can undo it.</source>
        <translation>Ändert Datensätze und Abläufe; ihr Verlauf kann es rückgängig machen.</translation>
    </message>
    <message>
        <source>Words leave the studio. They are held for a moment, or wait as a draft.</source>
        <translation>Worte verlassen das Studio. Sie werden einen Augenblick angehalten oder warten als Entwurf.</translation>
    </message>
    <message>
        <source>Money, deletion, many people at once.</source>
        <translation>Geld, Löschen, viele Menschen auf einmal.</translation>
    </message>
    <message>
        <source>Alone</source>
        <comment>what an agent may do with a tool: use it without asking</comment>
        <translation>Allein</translation>
    </message>
    <message>
        <source>As a draft</source>
        <comment>what an agent may do with a tool</comment>
        <translation>Als Entwurf</translation>
    </message>
    <message>
        <source>Asks first</source>
        <comment>what an agent may do with a tool</comment>
        <translation>Fragt zuerst</translation>
    </message>
    <message>
        <source>Never</source>
        <comment>what an agent may do with a tool</comment>
        <translation>Nie</translation>
    </message>
    <message>
        <source>It does so without asking.</source>
        <translation>Er tut es, ohne zu fragen.</translation>
    </message>
    <message>
        <source>It prepares; a person sends.</source>
        <translation>Er bereitet vor; ein Mensch sendet.</translation>
    </message>
    <message>
        <source>It asks, and a person decides each time.</source>
        <translation>Er fragt, und ein Mensch entscheidet jedes Mal.</translation>
    </message>
    <message>
        <source>It does not do this.</source>
        <translation>Er tut das nicht.</translation>
    </message>
    <message>
        <source>as the console begins with</source>
        <translation>wie von der Konsole vorgegeben</translation>
    </message>
    <message>
        <source>follows from its autonomy</source>
        <translation>folgt aus seiner Autonomie</translation>
    </message>
    <message>
        <source>set by the studio</source>
        <translation>vom Studio gesetzt</translation>
    </message>
    <message>
        <source>stricter, because words of strangers led to it</source>
        <translation>strenger, weil Worte von Fremden dazu führten</translation>
    </message>
    <message>
        <source>Sorting</source>
        <comment>what a language model was asked for</comment>
        <translation>Einordnen</translation>
    </message>
    <message>
        <source>Reading out</source>
        <comment>what a language model was asked for: facts from a text</comment>
        <translation>Auslesen</translation>
    </message>
    <message>
        <source>Summary</source>
        <comment>what a language model was asked for</comment>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Translation</source>
        <comment>what a language model was asked for</comment>
        <translation>Übersetzung</translation>
    </message>
    <message>
        <source>Draft</source>
        <comment>what a language model was asked for</comment>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Conversation</source>
        <comment>what a language model was asked for</comment>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Plan</source>
        <comment>what a language model was asked for</comment>
        <translation>Plan</translation>
    </message>
    <message>
        <source>answered</source>
        <comment>a call of a language model</comment>
        <translation>beantwortet</translation>
    </message>
    <message>
        <source>known from before</source>
        <comment>a call of a language model that was answered from memory</comment>
        <translation>schon bekannt</translation>
    </message>
    <message>
        <source>stopped</source>
        <comment>a call of a language model</comment>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a call of a language model</comment>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Answer</source>
        <comment>what an agent thought about</comment>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Draft for a person</source>
        <comment>what an agent thought about</comment>
        <translation>Entwurf für einen Menschen</translation>
    </message>
    <message>
        <source>Proposal for an escalation</source>
        <comment>what an agent thought about</comment>
        <translation>Vorschlag für eine Eskalation</translation>
    </message>
    <message>
        <source>Second opinion</source>
        <comment>what an agent thought about</comment>
        <translation>Zweite Meinung</translation>
    </message>
    <message>
        <source>waits its turn</source>
        <comment>a task of thinking</comment>
        <translation>wartet, bis er dran ist</translation>
    </message>
    <message>
        <source>thinking</source>
        <comment>a task of thinking</comment>
        <translation>denkt nach</translation>
    </message>
    <message>
        <source>done</source>
        <comment>a task of thinking</comment>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>done by rules</source>
        <comment>a task of thinking</comment>
        <translation>nach Regeln erledigt</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a task of thinking</comment>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>stopped</source>
        <comment>a task of thinking</comment>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>did not work</source>
        <comment>a step of thinking</comment>
        <translation>hat nicht geklappt</translation>
    </message>
    <message>
        <source>asked a model</source>
        <comment>a step of thinking</comment>
        <translation>fragte ein Modell</translation>
    </message>
    <message>
        <source>used a tool</source>
        <comment>a step of thinking</comment>
        <translation>benutzte ein Werkzeug</translation>
    </message>
    <message>
        <source>checked</source>
        <comment>a step of thinking</comment>
        <translation>prüfte</translation>
    </message>
    <message>
        <source>applied a rule</source>
        <comment>a step of thinking</comment>
        <translation>wandte eine Regel an</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <comment>what an agent asks leave for</comment>
        <translation>Wartet auf Sie</translation>
    </message>
    <message>
        <source>Being done</source>
        <comment>what an agent asked leave for</comment>
        <translation>Wird getan</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>what an agent asked leave for</comment>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Did not work</source>
        <comment>what an agent asked leave for</comment>
        <translation>Hat nicht geklappt</translation>
    </message>
    <message>
        <source>Refused</source>
        <comment>what an agent asked leave for</comment>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Out of date</source>
        <comment>what an agent asked leave for</comment>
        <translation>Überholt</translation>
    </message>
    <message>
        <source>Ready</source>
        <comment>a server of tools</comment>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Starting</source>
        <comment>a server of tools</comment>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Failing</source>
        <comment>a server of tools</comment>
        <translation>Gestört</translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>a server of tools</comment>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>by a language model</source>
        <comment>who decided</comment>
        <translation>durch ein Sprachmodell</translation>
    </message>
    <message>
        <source>by a person</source>
        <comment>who decided</comment>
        <translation>durch einen Menschen</translation>
    </message>
    <message>
        <source>by a rule</source>
        <comment>who decided</comment>
        <translation>nach einer Regel</translation>
    </message>
    <message>
        <source>cost not known</source>
        <translation>Kosten unbekannt</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <extracomment>Tokens of a call of a language model. %1 what was sent, %2 what came back</extracomment>
        <translation>%1 hinein, %2 heraus</translation>
    </message>
    <message>
        <source>%1, %2 from the cache</source>
        <extracomment>%1 is &quot;1,204 in, 310 out&quot;, %2 how many of them the provider knew already</extracomment>
        <translation>%1, %2 aus dem Zwischenspeicher</translation>
    </message>
</context>
<context>
    <name>hs::ui::ThoughtList</name>
    <message>
        <source>What it thought about could not be read. %1</source>
        <translation>Worüber er nachgedacht hat, konnte nicht gelesen werden. %1</translation>
    </message>
    <message>
        <source>It has not thought about anything yet.</source>
        <translation>Er hat noch über nichts nachgedacht.</translation>
    </message>
    <message>
        <source>Its steps are no longer kept.</source>
        <translation>Seine Schritte werden nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>Open the conversation</source>
        <translation>Gespräch öffnen</translation>
    </message>
    <message>
        <source>Open the escalation</source>
        <translation>Eskalation öffnen</translation>
    </message>
</context>
<context>
    <name>hs::ui::ThoughtSteps</name>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>What was sent to the model</source>
        <translation>Was an das Modell ging</translation>
    </message>
    <message>
        <source>As it left, with masks in place of personal data</source>
        <translation>Wie es hinausging, mit Masken anstelle persönlicher Daten</translation>
    </message>
</context>
<context>
    <name>hs::ui::ThreadItemDelegate</name>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
</context>
<context>
    <name>hs::ui::ThreadItemList</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is what the button does (&quot;Send now&quot;), %2 the first words of the message it belongs to</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Fold</source>
        <translation>Einklappen</translation>
    </message>
    <message>
        <source>Show input and output</source>
        <translation>Ein- und Ausgabe zeigen</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Open %1</source>
        <extracomment>%1 is what an answer stands on
----------
%1 is a web address</extracomment>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <extracomment>Read by screen readers. %1 is what an answer stands on</extracomment>
        <translation>Quelle: %1</translation>
    </message>
    <message>
        <source>Opens it</source>
        <translation>Öffnet es</translation>
    </message>
    <message>
        <source>There is no page for it in the console</source>
        <translation>Dafür gibt es in der Konsole keine Seite</translation>
    </message>
    <message>
        <source>Save the file %1</source>
        <extracomment>Read by screen readers. %1 is a file with its size</extracomment>
        <translation>Datei %1 speichern</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Save %1…</source>
        <extracomment>%1 is the name of a file</extracomment>
        <translation>%1 speichern…</translation>
    </message>
</context>
<context>
    <name>hs::ui::ThreadListPane</name>
    <message>
        <source>Filter conversations</source>
        <translation>Gespräche filtern</translation>
    </message>
    <message>
        <source>Find a conversation</source>
        <translation>Gespräch suchen</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>Gespräche</translation>
    </message>
    <message>
        <source>The conversations could not be read.</source>
        <translation>Die Gespräche konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Meine</translation>
    </message>
    <message>
        <source>Needs reply</source>
        <translation>Braucht Antwort</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Zurückgestellt</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A filter of the conversations and how many it shows: &quot;Needs reply 3&quot;</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>No conversation fits the filter.</source>
        <translation>Kein Gespräch passt zum Filter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>All answered</source>
        <translation>Alle beantwortet</translation>
    </message>
    <message>
        <source>No conversation waits for a reply.</source>
        <translation>Kein Gespräch wartet auf eine Antwort.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>None are yours</source>
        <translation>Keine gehören Ihnen</translation>
    </message>
    <message>
        <source>Conversations that you take over or that are assigned to you appear here.</source>
        <translation>Gespräche, die Sie übernehmen oder die Ihnen zugewiesen sind, erscheinen hier.</translation>
    </message>
    <message>
        <source>Nothing is snoozed</source>
        <translation>Nichts ist zurückgestellt</translation>
    </message>
    <message>
        <source>Conversations that you put off come back here at their time.</source>
        <translation>Gespräche, die Sie aufschieben, kommen zu ihrer Zeit hierher zurück.</translation>
    </message>
    <message>
        <source>No conversations yet</source>
        <translation>Noch keine Gespräche</translation>
    </message>
    <message>
        <source>They begin when a client writes, or when you talk with an agent.</source>
        <translation>Sie beginnen, wenn Kundschaft schreibt oder Sie mit einem Agenten reden.</translation>
    </message>
    <message>
        <source>All filters</source>
        <translation>Alle Filter</translation>
    </message>
</context>
<context>
    <name>hs::ui::ThreadPane</name>
    <message>
        <source>by email</source>
        <translation>per E-Mail</translation>
    </message>
    <message>
        <source>by form</source>
        <translation>per Formular</translation>
    </message>
    <message>
        <source>here in the console</source>
        <translation>hier in der Konsole</translation>
    </message>
    <message>
        <source>by %1</source>
        <extracomment>%1 is a way in which a client writes, e.g. &quot;chat&quot;</extracomment>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>More about this conversation</source>
        <translation>Mehr zu diesem Gespräch</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>The conversation could not be read.</source>
        <translation>Das Gespräch konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>Draft saved</source>
        <translation>Entwurf gespeichert</translation>
    </message>
    <message>
        <source>Draft not saved</source>
        <translation>Entwurf nicht gespeichert</translation>
    </message>
    <message>
        <source>No conversation chosen</source>
        <translation>Kein Gespräch gewählt</translation>
    </message>
    <message>
        <source>Choose one from the list, or begin one with an agent.</source>
        <translation>Wählen Sie eines aus der Liste oder beginnen Sie eines mit einem Agenten.</translation>
    </message>
    <message>
        <source>The conversation could not be marked as read.</source>
        <translation>Das Gespräch konnte nicht als gelesen markiert werden.</translation>
    </message>
    <message>
        <source>New since you began: %1, %2</source>
        <extracomment>Something came while the reader was writing. %1 is who wrote, %2 a time of day</extracomment>
        <translation>Neu seit Ihrem Beginn: %1, %2</translation>
    </message>
    <message>
        <source>with %1</source>
        <extracomment>%1 is a colleague&apos;s name</extracomment>
        <translation>mit %1</translation>
    </message>
    <message>
        <source>Hand back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>%1 answers here again</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>%1 antwortet hier wieder</translation>
    </message>
    <message>
        <source>%1 keeps silent here until you hand back</source>
        <translation>%1 schweigt hier, bis Sie zurückgeben</translation>
    </message>
    <message>
        <source>%1 is also viewing this</source>
        <extracomment>%1 is a colleague&apos;s name</extracomment>
        <translation>%1 sieht das gerade auch an</translation>
    </message>
    <message>
        <source>Also viewing this: %1</source>
        <extracomment>%1 is a list of colleagues&apos; names</extracomment>
        <translation>Sehen das auch an: %1</translation>
    </message>
    <message>
        <source>Write to %1</source>
        <extracomment>%1 is an agent&apos;s name, %2 an example of a command</extracomment>
        <translation>An %1 schreiben</translation>
    </message>
    <message>
        <source>Write to %1, for example: %2</source>
        <translation>An %1 schreiben, zum Beispiel: %2</translation>
    </message>
    <message>
        <source>%1 understands no commands in this version.</source>
        <extracomment>%1 is an agent&apos;s name, %2 a list of commands, one a line</extracomment>
        <translation>%1 versteht in dieser Version keine Befehle.</translation>
    </message>
    <message>
        <source>%1 understands:

%2</source>
        <translation>%1 versteht:

%2</translation>
    </message>
    <message>
        <source>Write a reply</source>
        <extracomment>%1 is a business of the studio</extracomment>
        <translation>Antwort schreiben</translation>
    </message>
    <message>
        <source>Reply as %1</source>
        <translation>Antworten als %1</translation>
    </message>
    <message>
        <source>This conversation changed while you wrote. Read what is new, then send again.</source>
        <translation>Dieses Gespräch hat sich geändert, während Sie schrieben. Lesen Sie das Neue, dann senden Sie erneut.</translation>
    </message>
    <message>
        <source>This conversation changed before your answer went out. Read what is new, then send again.</source>
        <translation>Dieses Gespräch hat sich geändert, bevor Ihre Antwort hinausging. Lesen Sie das Neue, dann senden Sie erneut.</translation>
    </message>
    <message>
        <source>Your reply was not sent.</source>
        <translation>Ihre Antwort wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>Your note was not added.</source>
        <translation>Ihre Notiz wurde nicht hinzugefügt.</translation>
    </message>
    <message>
        <source>%1 could not be reached.</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>%1 war nicht zu erreichen.</translation>
    </message>
    <message>
        <source>It could not be sent.</source>
        <translation>Es konnte nicht gesendet werden.</translation>
    </message>
    <message>
        <source>It could not be taken back.</source>
        <translation>Es konnte nicht zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Discard this message</source>
        <translation>Diese Nachricht verwerfen</translation>
    </message>
    <message>
        <source>Why is it not sent? The reason is kept.</source>
        <translation>Warum wird sie nicht gesendet? Der Grund bleibt aufbewahrt.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>It could not be discarded.</source>
        <translation>Sie konnte nicht verworfen werden.</translation>
    </message>
    <message>
        <source>The conversation could not be handed back.</source>
        <translation>Das Gespräch konnte nicht zurückgegeben werden.</translation>
    </message>
    <message>
        <source>The conversation could not be taken over.</source>
        <translation>Das Gespräch konnte nicht übernommen werden.</translation>
    </message>
    <message>
        <source>The conversation could not be snoozed.</source>
        <translation>Das Gespräch konnte nicht zurückgestellt werden.</translation>
    </message>
    <message>
        <source>The conversation could not be closed.</source>
        <translation>Das Gespräch konnte nicht geschlossen werden.</translation>
    </message>
    <message>
        <source>Wake it now</source>
        <translation>Jetzt wecken</translation>
    </message>
    <message>
        <source>The conversation could not be woken.</source>
        <translation>Das Gespräch konnte nicht geweckt werden.</translation>
    </message>
    <message>
        <source>Snooze</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>Close conversation</source>
        <translation>Gespräch schließen</translation>
    </message>
    <message>
        <source>Open the contact</source>
        <translation>Kontakt öffnen</translation>
    </message>
    <message>
        <source>Open the escalation</source>
        <translation>Eskalation öffnen</translation>
    </message>
    <message>
        <source>The answer could not be stopped.</source>
        <translation>Die Antwort konnte nicht angehalten werden.</translation>
    </message>
    <message>
        <source>The attachment could not be removed.</source>
        <translation>Der Anhang konnte nicht entfernt werden.</translation>
    </message>
    <message>
        <source>%1 has this open too. Agree on who answers, so that the client gets one reply.</source>
        <extracomment>Above the reply box. %1 is a colleague&apos;s name, or a list of them</extracomment>
        <translation>%1 hat das auch offen. Sprechen Sie ab, wer antwortet, damit nur eine Antwort hinausgeht.</translation>
    </message>
    <message>
        <source>Open the page of %1</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>Seite von %1 öffnen</translation>
    </message>
    <message>
        <source>No conversation with a client is open.</source>
        <translation>Kein Gespräch mit einem Kunden ist offen.</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>%1 is thinking already.</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>%1 denkt schon nach.</translation>
    </message>
    <message>
        <source>No agent is thinking here.</source>
        <translation>Hier denkt kein Agent nach.</translation>
    </message>
    <message>
        <source>No agent has done anything here.</source>
        <translation>Hier hat kein Agent etwas getan.</translation>
    </message>
    <message>
        <source>No agent asks for leave here.</source>
        <translation>Hier bittet kein Agent um Erlaubnis.</translation>
    </message>
    <message>
        <source>Needs the role reviewer.</source>
        <translation>Braucht die Rolle Prüfung.</translation>
    </message>
    <message>
        <source>Ask for a draft</source>
        <extracomment>A button under the reply box. %1 is an agent&apos;s name</extracomment>
        <translation>Entwurf erbitten</translation>
    </message>
    <message>
        <source>Ask %1 to draft</source>
        <translation>%1 entwerfen lassen</translation>
    </message>
    <message>
        <source>%1 was not asked for a draft.</source>
        <translation>%1 wurde nicht um einen Entwurf gebeten.</translation>
    </message>
    <message>
        <source>Attach files</source>
        <translation>Dateien anhängen</translation>
    </message>
    <message>
        <source>Attaching “%1”</source>
        <extracomment>%1 is the name of a file</extracomment>
        <translation>„%1“ wird angehängt</translation>
    </message>
    <message>
        <source>“%1” was not attached. %2</source>
        <extracomment>%1 is the name of a file, %2 why</extracomment>
        <translation>„%1“ wurde nicht angehängt. %2</translation>
    </message>
    <message>
        <source>The draft was not sent.</source>
        <translation>Der Entwurf wurde nicht gesendet.</translation>
    </message>
    <message>
        <source>Replace what you wrote?</source>
        <translation>Ersetzen, was Sie geschrieben haben?</translation>
    </message>
    <message>
        <source>The draft takes the place of the words in your reply.</source>
        <translation>Der Entwurf tritt an die Stelle der Worte in Ihrer Antwort.</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>The words could not be discarded.</source>
        <translation>Der Vorschlag konnte nicht verworfen werden.</translation>
    </message>
</context>
<context>
    <name>hs::ui::ThreadRowDelegate</name>
    <message>
        <source>Draft:</source>
        <extracomment>Stands before the last line of a conversation in which the reader has unsent words</extracomment>
        <translation>Entwurf:</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Zurückgestellt</translation>
    </message>
</context>
<context>
    <name>hs::ui::TimelineView</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Show earlier</source>
        <translation>Früheres zeigen</translation>
    </message>
    <message>
        <source>The console itself</source>
        <translation>Die Konsole selbst</translation>
    </message>
    <message>
        <source>Did not work</source>
        <comment>a try of an agent that failed</comment>
        <translation>Hat nicht geklappt</translation>
    </message>
    <message>
        <source>New</source>
        <comment>came in while the person was reading</comment>
        <translation>Neu</translation>
    </message>
    <message>
        <source>Opens the evidence</source>
        <translation>Öffnet den Beleg</translation>
    </message>
</context>
<context>
    <name>hs::ui::ToastHost</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Close the notice</source>
        <translation>Hinweis schließen</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <extracomment>%1 is a countdown such as 0:27</extracomment>
        <translation>Rückgängig %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::TodayPanel</name>
    <message>
        <source>done today</source>
        <comment>a figure of an agent: how many things</comment>
        <translation>heute erledigt</translation>
    </message>
    <message>
        <source>worked</source>
        <comment>a figure of an agent: share of what it did that did not fail</comment>
        <translation>gelungen</translation>
    </message>
    <message>
        <source>tasks of thinking</source>
        <comment>a figure of an agent</comment>
        <translation>Denkaufgaben</translation>
    </message>
    <message>
        <source>calls of models</source>
        <comment>a figure of an agent</comment>
        <translation>Modellaufrufe</translation>
    </message>
    <message>
        <source>tokens</source>
        <comment>a figure of an agent</comment>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>spent today</source>
        <comment>a figure of an agent</comment>
        <translation>heute ausgegeben</translation>
    </message>
    <message>
        <source>Day by day</source>
        <translation>Tag für Tag</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A figure, spoken. %1 its value, %2 what it is</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>A share in percent. %1 is a number</extracomment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>–</source>
        <comment>no figure yet</comment>
        <translation>–</translation>
    </message>
    <message numerus="yes">
        <source>worked, %n did not</source>
        <translation>
            <numerusform>gelungen, %n nicht</numerusform>
            <numerusform>gelungen, %n nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>tasks of thinking: %1 by a model, %2 by rules, %3 failed</source>
        <translation>Denkaufgaben: %1 durch ein Modell, %2 nach Regeln, %3 gescheitert</translation>
    </message>
    <message>
        <source>Budget of the day</source>
        <translation>Budget des Tages</translation>
    </message>
    <message numerus="yes">
        <source>at most %n step(s) a task</source>
        <translation>
            <numerusform>höchstens %n Schritt je Aufgabe</numerusform>
            <numerusform>höchstens %n Schritte je Aufgabe</numerusform>
        </translation>
    </message>
    <message>
        <source>at most %1 a task</source>
        <extracomment>Longest time of a task of thinking. %1 a duration such as &quot;2 minutes&quot;</extracomment>
        <translation>höchstens %1 je Aufgabe</translation>
    </message>
</context>
<context>
    <name>hs::ui::ToolList</name>
    <message>
        <source>Of the console</source>
        <translation>Aus der Konsole</translation>
    </message>
    <message>
        <source>Of the server “%1”</source>
        <translation>Vom Server „%1“</translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <extracomment>A tool, spoken. %1 title, %2 what a mistake would cost, %3 what an agent may do with it</extracomment>
        <translation>%1: %2 %3</translation>
    </message>
</context>
<context>
    <name>hs::ui::ToolRequestCard</name>
    <message>
        <source>%1 asks: %2</source>
        <extracomment>An agent asks leave to use a tool. %1 its name, %2 the tool</extracomment>
        <translation>%1 bittet: %2</translation>
    </message>
    <message>
        <source>Its reason: %1</source>
        <extracomment>The agent&apos;s own reason, in its words</extracomment>
        <translation>Sein Grund: %1</translation>
    </message>
    <message>
        <source>Words from outside the studio led to this. Look twice before you approve.</source>
        <translation>Worte von außerhalb des Studios führten dazu. Sehen Sie zweimal hin, bevor Sie zustimmen.</translation>
    </message>
    <message>
        <source>What it hands to the tool</source>
        <translation>Was er dem Werkzeug gibt</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Refuse…</source>
        <translation>Ablehnen…</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 what a button does, %2 what an agent asks for</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Needs the role reviewer.</source>
        <translation>Braucht die Rolle Prüfung.</translation>
    </message>
    <message>
        <source>Refuse what the agent asks</source>
        <translation>Ablehnen, worum der Agent bittet</translation>
    </message>
    <message>
        <source>Why not? The agent is told, and the reason is kept.</source>
        <translation>Warum nicht? Der Agent erfährt es, und der Grund wird aufbewahrt.</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>This was decided already, or is out of date.</source>
        <translation>Das wurde schon entschieden oder ist überholt.</translation>
    </message>
</context>
<context>
    <name>hs::ui::ToolServerPage</name>
    <message>
        <source>All integrations</source>
        <translation>Alle Anbindungen</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Tools of the server</source>
        <translation>Werkzeuge des Servers</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>This server is not set up</source>
        <translation>Dieser Server ist nicht eingerichtet</translation>
    </message>
    <message>
        <source>Name it in the settings, with its command or address.</source>
        <translation>Nennen Sie ihn in den Einstellungen, mit Befehl oder Adresse.</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>The server of tools could not be read.</source>
        <translation>Der Werkzeugserver konnte nicht gelesen werden.</translation>
    </message>
    <message>
        <source>You see what was read last.</source>
        <translation>Sie sehen, was zuletzt gelesen wurde.</translation>
    </message>
    <message>
        <source>It offers no tools</source>
        <translation>Er bietet keine Werkzeuge</translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s)</source>
        <translation>
            <numerusform>%n Werkzeug</numerusform>
            <numerusform>%n Werkzeuge</numerusform>
        </translation>
    </message>
    <message>
        <source>Runs here as a program: %1</source>
        <translation>Läuft hier als Programm: %1</translation>
    </message>
    <message>
        <source>Reached at %1</source>
        <translation>Erreicht unter %1</translation>
    </message>
    <message>
        <source>Speaks the protocol of %1</source>
        <extracomment>%1 is the revision of a protocol, such as &quot;2025-06-18&quot;</extracomment>
        <translation>Spricht das Protokoll vom %1</translation>
    </message>
    <message>
        <source>Used last %1</source>
        <extracomment>%1 is a moment such as &quot;10:43&quot;</extracomment>
        <translation>Zuletzt benutzt %1</translation>
    </message>
    <message>
        <source>%1 calls since the start, %2 failed</source>
        <extracomment>%1 calls, %2 of them failed</extracomment>
        <translation>%1 Aufrufe seit dem Start, %2 gescheitert</translation>
    </message>
</context>
<context>
    <name>hs::ui::TopBar</name>
    <message>
        <source>Top bar</source>
        <translation>Obere Leiste</translation>
    </message>
    <message>
        <source>Offline: nothing leaves this computer</source>
        <translation>Offline: nichts verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>Search, or run a command</source>
        <translation>Suchen oder einen Befehl ausführen</translation>
    </message>
    <message>
        <source>Search conversations, cards, people or run a command</source>
        <translation>Gespräche, Karten, Personen suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>All studios</source>
        <translation>Alle Studios</translation>
    </message>
    <message>
        <source>Studio: %1</source>
        <translation>Studio: %1</translation>
    </message>
    <message>
        <source>Drafts only</source>
        <translation>Nur Entwürfe</translation>
    </message>
    <message>
        <source>Agents prepare, people send. Click to pause all agents.</source>
        <translation>Agenten bereiten vor, Menschen senden. Ein Klick pausiert alle Agenten.</translation>
    </message>
    <message>
        <source>Agents paused</source>
        <translation>Agenten pausiert</translation>
    </message>
    <message>
        <source>No agent works now. Click to let them go on.</source>
        <translation>Gerade arbeitet kein Agent. Ein Klick lässt sie weitermachen.</translation>
    </message>
    <message>
        <source>Autopilot on</source>
        <translation>Autopilot an</translation>
    </message>
    <message>
        <source>Agents act by themselves within their limits. Click to pause all agents.</source>
        <translation>Agenten handeln selbst in ihren Grenzen. Ein Klick pausiert alle Agenten.</translation>
    </message>
    <message numerus="yes">
        <source>Notices: %n</source>
        <translation>
            <numerusform>Hinweise: %n</numerusform>
            <numerusform>Hinweise: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) online</source>
        <translation>
            <numerusform>%n Person da</numerusform>
            <numerusform>%n Personen da</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n claim(s)</source>
        <translation>
            <numerusform>%n Annahme</numerusform>
            <numerusform>%n Annahmen</numerusform>
        </translation>
    </message>
    <message>
        <source>free</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <extracomment>%1 person, %2 &quot;at the desk&quot; or &quot;away&quot;, %3 how many claims</extracomment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>at the desk</source>
        <translation>am Platz</translation>
    </message>
    <message>
        <source>away</source>
        <translation>abwesend</translation>
    </message>
</context>
<context>
    <name>hs::ui::Tray</name>
    <message>
        <source>Open the console</source>
        <translation>Konsole öffnen</translation>
    </message>
    <message>
        <source>Claim the next escalation</source>
        <translation>Nächste Eskalation annehmen</translation>
    </message>
    <message>
        <source>Mute for one hour</source>
        <translation>Eine Stunde stumm</translation>
    </message>
    <message>
        <source>Pause all agents…</source>
        <translation>Alle Agenten pausieren…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>All is calm</source>
        <translation>Alles ist ruhig</translation>
    </message>
    <message numerus="yes">
        <source>%n escalation(s) open</source>
        <translation>
            <numerusform>%n Eskalation offen</numerusform>
            <numerusform>%n Eskalationen offen</numerusform>
        </translation>
    </message>
    <message>
        <source>Something is degraded</source>
        <translation>Etwas ist beeinträchtigt</translation>
    </message>
    <message>
        <source>All agents are paused</source>
        <translation>Alle Agenten sind pausiert</translation>
    </message>
</context>
<context>
    <name>hs::ui::TroubleEntry</name>
    <message>
        <source>Open the task</source>
        <translation>Aufgabe öffnen</translation>
    </message>
    <message>
        <source>Open the escalation</source>
        <translation>Eskalation öffnen</translation>
    </message>
    <message>
        <source>Show in Activity</source>
        <translation>In der Aktivität zeigen</translation>
    </message>
    <message>
        <source>Tried: %1</source>
        <extracomment>%1: what the engine did about a trouble by itself.</extracomment>
        <translation>Versucht: %1</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <extracomment>%1: what a person should do about a trouble.</extracomment>
        <translation>Als Nächstes: %1</translation>
    </message>
    <message>
        <source>%1, %2: %3 %4</source>
        <extracomment>A trouble, spoken: %1 level, %2 component, %3 what is wrong, %4 what to do.</extracomment>
        <translation>%1, %2: %3 %4</translation>
    </message>
    <message numerus="yes">
        <source>since %1, %n times in 24 hours</source>
        <extracomment>%1 a moment, such as &quot;10:43&quot; or &quot;yesterday 10:43&quot;; %n times within 24 hours.</extracomment>
        <translation>
            <numerusform>seit %1, %n-mal in 24 Stunden</numerusform>
            <numerusform>seit %1, %n-mal in 24 Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>since %1</source>
        <extracomment>%1 a moment, such as &quot;10:43&quot; or &quot;yesterday 10:43&quot;.</extracomment>
        <translation>seit %1</translation>
    </message>
</context>
<context>
    <name>hs::ui::TroubleStrip</name>
    <message>
        <source>1 · recovers by itself</source>
        <extracomment>How trouble with the console is answered; level 1.</extracomment>
        <translation>1 · behebt sich von selbst</translation>
    </message>
    <message>
        <source>2 · for an administrator</source>
        <extracomment>Level 2.</extracomment>
        <translation>2 · für die Verwaltung</translation>
    </message>
    <message>
        <source>3 · for development</source>
        <extracomment>Level 3.</extracomment>
        <translation>3 · für die Entwicklung</translation>
    </message>
    <message>
        <source>4 · business impact</source>
        <extracomment>Level 4.</extracomment>
        <translation>4 · trifft das Geschäft</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n open troubles</source>
        <extracomment>Head of a list in the integrations dock: what does not work in the console itself.</extracomment>
        <translation>
            <numerusform>%n offene Störung</numerusform>
            <numerusform>%n offene Störungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <comment>troubles</comment>
        <translation>
            <numerusform>Alle %n zeigen</numerusform>
            <numerusform>Alle %n zeigen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::TryBox</name>
    <message>
        <source>Write what a client or a sender might say. You see what the rules would make of it; nothing is written or sent.</source>
        <translation>Schreiben Sie, was ein Kunde oder Absender sagen könnte. Sie sehen, was die Regeln daraus machen; nichts wird geschrieben oder gesendet.</translation>
    </message>
    <message>
        <source>For example: I would like to move my booking to Thursday</source>
        <translation>Zum Beispiel: Ich möchte meine Buchung auf Donnerstag verlegen</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Words to try on %1</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>Worte, mit denen %1 erprobt wird</translation>
    </message>
    <message>
        <source>Needs the role operator.</source>
        <translation>Braucht die Rolle Bedienung.</translation>
    </message>
    <message>
        <source>Trying…</source>
        <translation>Wird erprobt…</translation>
    </message>
    <message>
        <source>It would do nothing.</source>
        <translation>Er täte nichts.</translation>
    </message>
    <message>
        <source>By the rule %1</source>
        <extracomment>The rule that would decide. %1 its name and what it says</extracomment>
        <translation>Nach der Regel %1</translation>
    </message>
    <message>
        <source>It would:</source>
        <translation>Er würde:</translation>
    </message>
    <message>
        <source>It would say:</source>
        <translation>Er würde sagen:</translation>
    </message>
    <message>
        <source>Because of:</source>
        <translation>Wegen:</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A piece of evidence: %1 what, %2 where it stands</extracomment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>hs::ui::VersionListModel</name>
    <message>
        <source>Retired</source>
        <comment>a version</comment>
        <translation>Zurückgezogen</translation>
    </message>
    <message>
        <source>Current: new runs begin with it</source>
        <comment>a version</comment>
        <translation>Aktuell: Neue Läufe beginnen mit ihr</translation>
    </message>
    <message>
        <source>In use</source>
        <comment>a version</comment>
        <translation>In Gebrauch</translation>
    </message>
    <message numerus="yes">
        <source>Version %1, %2, %n running</source>
        <extracomment>A version, spoken. %1 its number, %2 its state; how many runs are on it</extracomment>
        <translation>
            <numerusform>Version %1, %2, %n läuft</numerusform>
            <numerusform>Version %1, %2, %n laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>how many runs are on a version now, and how many ever were</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Version</source>
        <comment>column head</comment>
        <translation>Version</translation>
    </message>
    <message>
        <source>State</source>
        <comment>column head</comment>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Running</source>
        <comment>column head: how many of all runs</comment>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Published</source>
        <comment>column head</comment>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>File</source>
        <comment>column head</comment>
        <translation>Datei</translation>
    </message>
</context>
<context>
    <name>hs::ui::VersionsDialog</name>
    <message>
        <source>Versions: %1</source>
        <extracomment>%1 is a workflow&apos;s title.</extracomment>
        <translation>Versionen: %1</translation>
    </message>
    <message>
        <source>What runs stays on the version it began with. What begins takes the current one: the highest that is not retired.</source>
        <translation>Was läuft, bleibt auf der Version, mit der es begann. Was beginnt, nimmt die aktuelle: die höchste, die nicht zurückgezogen ist.</translation>
    </message>
    <message>
        <source>Versions of the workflow</source>
        <translation>Versionen des Ablaufs</translation>
    </message>
    <message>
        <source>Retire version…</source>
        <translation>Version zurückziehen…</translation>
    </message>
    <message>
        <source>Move its runs…</source>
        <translation>Läufe verschieben…</translation>
    </message>
    <message>
        <source>Open in designer</source>
        <translation>Im Designer öffnen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Bring back into use…</source>
        <translation>Wieder in Gebrauch nehmen…</translation>
    </message>
    <message>
        <source>If it is brought back: %1</source>
        <extracomment>%1 is what will happen, in sentences</extracomment>
        <translation>Wenn sie wieder in Gebrauch ist: %1</translation>
    </message>
    <message>
        <source>If it is retired: %1</source>
        <translation>Wenn sie zurückgezogen wird: %1</translation>
    </message>
    <message>
        <source>There is only one version.</source>
        <translation>Es gibt nur eine Version.</translation>
    </message>
    <message>
        <source>Nothing runs.</source>
        <translation>Es läuft nichts.</translation>
    </message>
</context>
<context>
    <name>hs::ui::WhatIfDialog</name>
    <message>
        <source>What if: %1</source>
        <extracomment>%1 is a workflow&apos;s title.</extracomment>
        <translation>Was wäre wenn: %1</translation>
    </message>
    <message>
        <source>Change the definition and see which past workflows would have gone another way. Nothing is written or sent.</source>
        <translation>Ändern Sie die Definition und sehen Sie, welche vergangenen Abläufe anders verlaufen wären. Nichts wird geschrieben oder gesendet.</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>Definition</translation>
    </message>
    <message>
        <source>Workflows that would have gone another way</source>
        <translation>Abläufe, die anders verlaufen wären</translation>
    </message>
    <message>
        <source>Try it on the past</source>
        <translation>An Vergangenem erproben</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n workflow(s).</source>
        <translation>
            <numerusform>Nach %n Ablauf angehalten.</numerusform>
            <numerusform>Nach %n Abläufen angehalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Line %1, column %2: %3</source>
        <extracomment>%1 is a line&apos;s number, %2 a column&apos;s, %3 what is wrong there, in the engine&apos;s words.</extracomment>
        <translation>Zeile %1, Spalte %2: %3</translation>
    </message>
    <message>
        <source>%1 of %2 workflows would have gone another way.</source>
        <translation>%1 von %2 Abläufen wären anders verlaufen.</translation>
    </message>
</context>
<context>
    <name>hs::ui::WhatIfModel</name>
    <message>
        <source>%1  %2</source>
        <extracomment>%1 is a workflow&apos;s number, %2 its title.</extracomment>
        <translation>%1  %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is the number of a step, %2 the event that it took.</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Cannot be followed</source>
        <translation>Nicht nachzuvollziehen</translation>
    </message>
    <message>
        <source>Workflow</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>First other step</source>
        <translation>Erster anderer Schritt</translation>
    </message>
    <message>
        <source>What it did</source>
        <translation>Was er tat</translation>
    </message>
    <message>
        <source>What it would do</source>
        <translation>Was er täte</translation>
    </message>
</context>
<context>
    <name>hs::ui::WhyDialog</name>
    <message>
        <source>Why?</source>
        <translation>Warum?</translation>
    </message>
    <message>
        <source>Why it was done</source>
        <translation>Warum es getan wurde</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The reasons could not be read.</source>
        <translation>Die Gründe konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Nothing is kept about this</source>
        <translation>Darüber ist nichts aufbewahrt</translation>
    </message>
    <message>
        <source>It was done before the console kept reasons, or by somebody outside.</source>
        <translation>Es geschah, bevor die Konsole Gründe aufbewahrte, oder durch jemanden von außen.</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>Schritt für Schritt</translation>
    </message>
    <message>
        <source>The steps are being read.</source>
        <translation>Die Schritte werden gelesen.</translation>
    </message>
    <message>
        <source>What language models were asked</source>
        <translation>Was Sprachmodelle gefragt wurden</translation>
    </message>
    <message>
        <source>Opens the agent&apos;s page</source>
        <translation>Öffnet die Seite des Agenten</translation>
    </message>
    <message>
        <source>What decided</source>
        <translation>Was entschied</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>The rule that decided. %1 its name such as &quot;R4&quot;, %2 what it says</extracomment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>The model %1</source>
        <extracomment>%1 a language model, such as &quot;local · small-8b&quot;</extracomment>
        <translation>Das Modell %1</translation>
    </message>
    <message>
        <source>What it looked at</source>
        <translation>Was er ansah</translation>
    </message>
    <message>
        <source>What it stands on</source>
        <translation>Worauf es sich stützt</translation>
    </message>
    <message>
        <source>Open</source>
        <comment>evidence</comment>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the evidence: %1</source>
        <extracomment>Read by screen readers. %1 is a piece of evidence</extracomment>
        <translation>Beleg öffnen: %1</translation>
    </message>
    <message>
        <source>What else could have been done</source>
        <translation>Was sonst möglich gewesen wäre</translation>
    </message>
    <message>
        <source>Not taken: %1</source>
        <extracomment>Why an alternative was not taken. %1 is the reason</extracomment>
        <translation>Nicht gewählt: %1</translation>
    </message>
    <message>
        <source>The steps could not be read.</source>
        <translation>Die Schritte konnten nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Its steps are no longer kept.</source>
        <translation>Seine Schritte werden nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>Show everything that belongs to it</source>
        <translation>Alles zeigen, was dazugehört</translation>
    </message>
</context>
<context>
    <name>hs::ui::WindowActions</name>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>perspective layout</source>
        <translation>ansicht anordnung</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>dock view panel</source>
        <translation>bereich ansicht</translation>
    </message>
    <message>
        <source>Next dock</source>
        <translation>Nächster Bereich</translation>
    </message>
    <message>
        <source>focus</source>
        <translation>fokus</translation>
    </message>
    <message>
        <source>Previous dock</source>
        <translation>Voriger Bereich</translation>
    </message>
    <message>
        <source>Find in this dock</source>
        <translation>In diesem Bereich suchen</translation>
    </message>
    <message>
        <source>search filter</source>
        <translation>suchen filter</translation>
    </message>
    <message>
        <source>Refresh this dock</source>
        <translation>Diesen Bereich aktualisieren</translation>
    </message>
    <message>
        <source>reload update</source>
        <translation>neu laden</translation>
    </message>
    <message>
        <source>Expand this dock, or put it back</source>
        <translation>Diesen Bereich vergrößern oder zurücksetzen</translation>
    </message>
    <message>
        <source>maximise full</source>
        <translation>maximieren voll</translation>
    </message>
    <message>
        <source>Float this dock, or put it back</source>
        <translation>Diesen Bereich ablösen oder zurücksetzen</translation>
    </message>
    <message>
        <source>window detach</source>
        <translation>fenster ablösen</translation>
    </message>
    <message>
        <source>Close this dock</source>
        <translation>Diesen Bereich schließen</translation>
    </message>
    <message>
        <source>hide</source>
        <translation>verbergen</translation>
    </message>
    <message>
        <source>Search knowledge</source>
        <translation>Wissen durchsuchen</translation>
    </message>
    <message>
        <source>find documents</source>
        <translation>dokumente finden</translation>
    </message>
    <message>
        <source>Claim the next escalation</source>
        <translation>Nächste Eskalation annehmen</translation>
    </message>
    <message>
        <source>urgent decide take</source>
        <translation>dringend entscheiden nehmen</translation>
    </message>
    <message>
        <source>Pause all agents, or let them go on</source>
        <translation>Alle Agenten pausieren oder weitermachen lassen</translation>
    </message>
    <message>
        <source>stop autopilot resume</source>
        <translation>anhalten autopilot fortsetzen</translation>
    </message>
    <message>
        <source>Undo the last decision or move</source>
        <translation>Letzte Entscheidung oder letzten Zug zurücknehmen</translation>
    </message>
    <message>
        <source>back revert</source>
        <translation>zurück widerrufen</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>Größere Schrift</translation>
    </message>
    <message>
        <source>zoom in size</source>
        <translation>vergrößern größe</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>Kleinere Schrift</translation>
    </message>
    <message>
        <source>zoom out size</source>
        <translation>verkleinern größe</translation>
    </message>
    <message>
        <source>Normal text size</source>
        <translation>Normale Schriftgröße</translation>
    </message>
    <message>
        <source>zoom reset 100</source>
        <translation>zoom zurück 100</translation>
    </message>
    <message>
        <source>Theme: as the system</source>
        <translation>Design: wie das System</translation>
    </message>
    <message>
        <source>appearance dark light</source>
        <translation>darstellung dunkel hell</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>Design: hell</translation>
    </message>
    <message>
        <source>appearance bright day</source>
        <translation>darstellung hell tag</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>Design: dunkel</translation>
    </message>
    <message>
        <source>appearance night</source>
        <translation>darstellung nacht</translation>
    </message>
    <message>
        <source>Increased contrast, on or off</source>
        <translation>Erhöhter Kontrast, ein oder aus</translation>
    </message>
    <message>
        <source>accessibility readable</source>
        <translation>barrierefrei lesbar</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>perspective docks default</source>
        <translation>ansicht bereiche standard</translation>
    </message>
    <message>
        <source>Keep this layout as a perspective…</source>
        <translation>Diese Anordnung als Ansicht behalten…</translation>
    </message>
    <message>
        <source>save layout own</source>
        <translation>speichern anordnung eigene</translation>
    </message>
    <message>
        <source>Remove this perspective of my own</source>
        <translation>Diese eigene Ansicht entfernen</translation>
    </message>
    <message>
        <source>delete layout</source>
        <translation>anordnung löschen</translation>
    </message>
    <message>
        <source>The layout shown is one of the built-in perspectives.</source>
        <translation>Die gezeigte Anordnung ist eine der eingebauten Ansichten.</translation>
    </message>
    <message>
        <source>Search, or run a command</source>
        <translation>Suchen oder einen Befehl ausführen</translation>
    </message>
    <message>
        <source>palette find</source>
        <translation>palette finden</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>preferences options configuration</source>
        <translation>vorlieben optionen konfiguration</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>Tastatur</translation>
    </message>
    <message>
        <source>shortcuts keys sheet</source>
        <translation>tastenkürzel tasten blatt</translation>
    </message>
    <message>
        <source>Help for this dock</source>
        <translation>Hilfe zu diesem Bereich</translation>
    </message>
    <message>
        <source>keys how</source>
        <translation>tasten wie</translation>
    </message>
    <message>
        <source>About HigherSelf Console</source>
        <translation>Über HigherSelf Console</translation>
    </message>
    <message>
        <source>version licence</source>
        <translation>version lizenz</translation>
    </message>
    <message>
        <source>Show notices</source>
        <translation>Hinweise zeigen</translation>
    </message>
    <message>
        <source>bell problems findings</source>
        <translation>glocke probleme befunde</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>save copy</source>
        <translation>speichern kopie</translation>
    </message>
    <message>
        <source>The backup is done: %1</source>
        <translation>Die Sicherung ist fertig: %1</translation>
    </message>
    <message>
        <source>Switch person…</source>
        <translation>Person wechseln…</translation>
    </message>
    <message>
        <source>sign in user operator</source>
        <translation>anmelden benutzer bedienung</translation>
    </message>
    <message>
        <source>Close the window</source>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>tray hide</source>
        <translation>infobereich verbergen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>exit end</source>
        <translation>ende verlassen</translation>
    </message>
    <message>
        <source>Nobody is signed in</source>
        <translation>Niemand ist angemeldet</translation>
    </message>
    <message>
        <source>Keep this layout</source>
        <translation>Diese Anordnung behalten</translation>
    </message>
    <message>
        <source>Name of the perspective</source>
        <translation>Name der Ansicht</translation>
    </message>
    <message>
        <source>Show or hide %1</source>
        <translation>%1 ein- oder ausblenden</translation>
    </message>
    <message>
        <source>dock view panel close open</source>
        <translation>dock ansicht bereich schließen öffnen</translation>
    </message>
    <message>
        <source>Settings: %1</source>
        <extracomment>%1 is a part of the settings</extracomment>
        <translation>Einstellungen: %1</translation>
    </message>
    <message>
        <source>Design workflows</source>
        <translation>Abläufe gestalten</translation>
    </message>
    <message>
        <source>statechart editor states transitions simulate definition</source>
        <translation>statechart editor zustände übergänge probelauf simulieren definition</translation>
    </message>
    <message>
        <source>Open the page of %1</source>
        <extracomment>%1 is an agent&apos;s name</extracomment>
        <translation>Seite von %1 öffnen</translation>
    </message>
    <message>
        <source>agent permissions cost rules autonomy</source>
        <translation>Agent Erlaubnisse Kosten Regeln Autonomie</translation>
    </message>
</context>
<context>
    <name>hs::ui::WorkflowText</name>
    <message>
        <source>a person&apos;s decision</source>
        <comment>what a workflow waits for</comment>
        <translation>die Entscheidung eines Menschen</translation>
    </message>
    <message>
        <source>a step under way</source>
        <comment>what a workflow waits for</comment>
        <translation>einen laufenden Schritt</translation>
    </message>
    <message>
        <source>a moment in time</source>
        <comment>what a workflow waits for</comment>
        <translation>einen Zeitpunkt</translation>
    </message>
    <message>
        <source>something from outside</source>
        <comment>what a workflow waits for</comment>
        <translation>etwas von außen</translation>
    </message>
    <message>
        <source>Waits for a decision</source>
        <comment>at the foot of a card</comment>
        <translation>Wartet auf Entscheidung</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>at the foot of a card</comment>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Blocked</source>
        <comment>at the foot of a card</comment>
        <translation>Blockiert</translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>at the foot of a card</comment>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Waits for an agent&apos;s answer</source>
        <comment>at the foot of a card</comment>
        <translation>Wartet auf die Antwort eines Agenten</translation>
    </message>
    <message>
        <source>Waits for several tasks</source>
        <comment>at the foot of a card</comment>
        <translation>Wartet auf mehrere Aufgaben</translation>
    </message>
    <message>
        <source>Waits for %1</source>
        <extracomment>At the foot of a card. %1 is a task, such as &quot;Nyra: qualify&quot;</extracomment>
        <translation>Wartet auf %1</translation>
    </message>
    <message>
        <source>Waits, at most until %1</source>
        <extracomment>At the foot of a card. %1 is a date with time, after which it goes on by itself</extracomment>
        <translation>Wartet, höchstens bis %1</translation>
    </message>
    <message>
        <source>Waits until %1</source>
        <extracomment>At the foot of a card. %1 is a time or a date, after which it goes on by itself</extracomment>
        <translation>Wartet bis %1</translation>
    </message>
    <message>
        <source>its turn to begin</source>
        <comment>what a workflow waits for</comment>
        <translation>dass es an die Reihe kommt</translation>
    </message>
</context>
</TS>
