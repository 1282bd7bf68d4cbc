"""Rows of a source to replay, and the records that come of them."""

HEADER = "event_time,event_type,product_id,category_code,price,user_id,user_session"
KAGGLE = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID"


def records_of(objects):
    return [record for each in objects for record in each.records]


def row(second, product="1", **other):
    fields = {"type": "view", "code": "", "price": "9.50", "session": "s"} | other
    return (
        f"2019-10-01 00:{second // 60:02d}:{second % 60:02d} UTC,{fields['type']},"
        f"{product},{fields['code']},{fields['price']},0017,{fields['session']}\n"
    )
