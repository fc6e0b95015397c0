<CHANNEL HREF="http://www.tramontane.example/" LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>Channel</TITLE><ABSTRACT>a</ABSTRACT>
<ITEM HREF="http://www.tramontane.example/i1" LASTMOD="2004-04-06T23:05:43-05:00"><TITLE>Item</TITLE><ABSTRACT>An abstract.</ABSTRACT></ITEM></CHANNEL>
