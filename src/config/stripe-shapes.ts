// Written by scripts/write-stripe-shapes.ts from stripe 23.1.0. Do not edit: run `npm run shapes`.

/** The version of Stripe's API that the shapes are of. */
export const shapesVersion = '2026-10-28.endive';

/**
 * Properties by shape, one after the other. After a colon: the shape of an object, `[` a list of, `{` a Stripe list
 * (`data`, `has_more`) of, `>` an id that may be expanded into, several shapes by commas, `*` anything.
 */
export const stripeShapes: Readonly<Record<string, string>> = {
  Address: 'city country line1 line2 postal_code state',
  BalanceTransaction:
    'id object amount available_on balance_type created currency description exchange_rate fee fee_details:[BalanceTransaction.FeeDetail net reporting_category source:>ApplicationFee,Charge,ConnectCollectionTransfer,CustomerCashBalanceTransaction,Dispute,FeeRefund,Issuing.Authorization,Issuing.Dispute,Issuing.Transaction,Payout,Refund,ReserveTransaction,TaxDeductedAtSource,Topup,Transfer,TransferReversal status type',
  'BalanceTransaction.FeeDetail': 'amount application currency description type',
  CashBalance: 'object customer customer_account livemode settings:CashBalance.Settings',
  'CashBalance.Settings': 'reconciliation_mode using_merchant_default',
  Charge:
    'id object amount amount_captured amount_refunded application:>Application application_fee:>ApplicationFee application_fee_amount authorization_code balance_transaction:>BalanceTransaction billing_details:Charge.BillingDetails calculated_statement_descriptor captured created currency customer:>Customer,DeletedCustomer description disputed failure_balance_transaction:>BalanceTransaction failure_code failure_message fraud_details:Charge.FraudDetails level3:Charge.Level3 livemode metadata:* on_behalf_of:>Account outcome:Charge.Outcome paid payment_intent:>PaymentIntent payment_method payment_method_details:Charge.PaymentMethodDetails presentment_details:Charge.PresentmentDetails radar_options:Charge.RadarOptions receipt_email receipt_number receipt_url refunded refunds:{Refund review:>Review shipping:Charge.Shipping source:* source_transfer:>Transfer statement_descriptor statement_descriptor_suffix status transfer:>Transfer transfer_data:Charge.TransferData transfer_group',
  'Charge.BillingDetails': 'address:Address email name phone tax_id',
  'Charge.FraudDetails': 'stripe_report user_report',
  'Charge.Level3':
    'customer_reference line_items:[Charge.Level3.LineItem merchant_reference shipping_address_zip shipping_amount shipping_from_zip',
  'Charge.Level3.LineItem': 'discount_amount product_code product_description quantity tax_amount unit_cost',
  'Charge.Outcome':
    'advice_code network_advice_code network_decline_code network_status reason risk_level risk_score rule:>Charge.Outcome.Rule seller_message type',
  'Charge.PaymentMethodDetails':
    'ach_credit_transfer:Charge.PaymentMethodDetails.AchCreditTransfer ach_debit:Charge.PaymentMethodDetails.AchDebit acss_debit:Charge.PaymentMethodDetails.AcssDebit affirm:Charge.PaymentMethodDetails.Affirm afterpay_clearpay:Charge.PaymentMethodDetails.AfterpayClearpay alipay:Charge.PaymentMethodDetails.Alipay alma:Charge.PaymentMethodDetails.Alma amazon_pay:Charge.PaymentMethodDetails.AmazonPay au_becs_debit:Charge.PaymentMethodDetails.AuBecsDebit bacs_debit:Charge.PaymentMethodDetails.BacsDebit bancontact:Charge.PaymentMethodDetails.Bancontact billie:Charge.PaymentMethodDetails.Billie bizum:Charge.PaymentMethodDetails.Bizum blik:Charge.PaymentMethodDetails.Blik boleto:Charge.PaymentMethodDetails.Boleto card:Charge.PaymentMethodDetails.Card card_present:Charge.PaymentMethodDetails.CardPresent cashapp:Charge.PaymentMethodDetails.Cashapp crypto:Charge.PaymentMethodDetails.Crypto customer_balance:Charge.PaymentMethodDetails.CustomerBalance eps:Charge.PaymentMethodDetails.Eps fpx:Charge.PaymentMethodDetails.Fpx giropay:Charge.PaymentMethodDetails.Giropay grabpay:Charge.PaymentMethodDetails.Grabpay ideal:Charge.PaymentMethodDetails.Ideal interac_present:Charge.PaymentMethodDetails.InteracPresent kakao_pay:Charge.PaymentMethodDetails.KakaoPay klarna:Charge.PaymentMethodDetails.Klarna konbini:Charge.PaymentMethodDetails.Konbini kr_card:Charge.PaymentMethodDetails.KrCard link:Charge.PaymentMethodDetails.Link mb_way:Charge.PaymentMethodDetails.MbWay mobilepay:Charge.PaymentMethodDetails.Mobilepay multibanco:Charge.PaymentMethodDetails.Multibanco naver_pay:Charge.PaymentMethodDetails.NaverPay nz_bank_account:Charge.PaymentMethodDetails.NzBankAccount oxxo:Charge.PaymentMethodDetails.Oxxo p24:Charge.PaymentMethodDetails.P24 pay_by_bank:Charge.PaymentMethodDetails.PayByBank payco:Charge.PaymentMethodDetails.Payco paynow:Charge.PaymentMethodDetails.Paynow paypal:Charge.PaymentMethodDetails.Paypal paypay:Charge.PaymentMethodDetails.Paypay payto:Charge.PaymentMethodDetails.Payto pix:Charge.PaymentMethodDetails.Pix promptpay:Charge.PaymentMethodDetails.Promptpay revolut_pay:Charge.PaymentMethodDetails.RevolutPay samsung_pay:Charge.PaymentMethodDetails.SamsungPay satispay:Charge.PaymentMethodDetails.Satispay scalapay:Charge.PaymentMethodDetails.Scalapay sepa_credit_transfer:Charge.PaymentMethodDetails.SepaCreditTransfer sepa_debit:Charge.PaymentMethodDetails.SepaDebit sequra:Charge.PaymentMethodDetails.Sequra sofort:Charge.PaymentMethodDetails.Sofort stripe_account:Charge.PaymentMethodDetails.StripeAccount sunbit:Charge.PaymentMethodDetails.Sunbit swish:Charge.PaymentMethodDetails.Swish twint:Charge.PaymentMethodDetails.Twint type upi:Charge.PaymentMethodDetails.Upi us_bank_account:Charge.PaymentMethodDetails.UsBankAccount wechat:Charge.PaymentMethodDetails.Wechat wechat_pay:Charge.PaymentMethodDetails.WechatPay zip:Charge.PaymentMethodDetails.Zip',
  'Charge.PaymentMethodDetails.AchCreditTransfer': 'account_number bank_name routing_number swift_code',
  'Charge.PaymentMethodDetails.AchDebit': 'account_holder_type bank_name country fingerprint last4 routing_number',
  'Charge.PaymentMethodDetails.AcssDebit':
    'bank_name expected_debit_date fingerprint institution_number last4 mandate transit_number',
  'Charge.PaymentMethodDetails.Affirm': 'location reader transaction_id',
  'Charge.PaymentMethodDetails.AfterpayClearpay': 'order_id reference',
  'Charge.PaymentMethodDetails.Alipay': 'buyer_id fingerprint transaction_id',
  'Charge.PaymentMethodDetails.Alma': 'installments:Charge.PaymentMethodDetails.Alma.Installments transaction_id',
  'Charge.PaymentMethodDetails.Alma.Installments': 'count',
  'Charge.PaymentMethodDetails.AmazonPay': 'funding:Charge.PaymentMethodDetails.AmazonPay.Funding transaction_id',
  'Charge.PaymentMethodDetails.AmazonPay.Funding': 'card:Charge.PaymentMethodDetails.AmazonPay.Funding.Card type',
  'Charge.PaymentMethodDetails.AmazonPay.Funding.Card': 'brand country exp_month exp_year funding last4',
  'Charge.PaymentMethodDetails.AuBecsDebit': 'bsb_number expected_debit_date fingerprint last4 mandate',
  'Charge.PaymentMethodDetails.BacsDebit': 'expected_debit_date fingerprint last4 mandate sort_code',
  'Charge.PaymentMethodDetails.Bancontact':
    'bank_code bank_name bic generated_sepa_debit:>PaymentMethod generated_sepa_debit_mandate:* iban_last4 preferred_language verified_name',
  'Charge.PaymentMethodDetails.Billie': 'transaction_id',
  'Charge.PaymentMethodDetails.Bizum': 'buyer_id transaction_id',
  'Charge.PaymentMethodDetails.Blik': 'buyer_id',
  'Charge.PaymentMethodDetails.Boleto': 'tax_id',
  'Charge.PaymentMethodDetails.Card':
    'amount_authorized authorization_code brand capture_before checks:Charge.PaymentMethodDetails.Card.Checks country description electronic_commerce_indicator exp_month exp_year extended_authorization:Charge.PaymentMethodDetails.Card.ExtendedAuthorization fingerprint funding iin incremental_authorization:Charge.PaymentMethodDetails.Card.IncrementalAuthorization installments:Charge.PaymentMethodDetails.Card.Installments issuer last4 mandate:* moto multicapture:Charge.PaymentMethodDetails.Card.Multicapture network network_token:Charge.PaymentMethodDetails.Card.NetworkToken network_transaction_id overcapture:Charge.PaymentMethodDetails.Card.Overcapture regulated_status setup_credential_usage stored_credential_usage three_d_secure:Charge.PaymentMethodDetails.Card.ThreeDSecure transaction_link_id wallet:Charge.PaymentMethodDetails.Card.Wallet',
  'Charge.PaymentMethodDetails.Card.Checks': 'address_line1_check address_postal_code_check cvc_check',
  'Charge.PaymentMethodDetails.Card.ExtendedAuthorization': 'status',
  'Charge.PaymentMethodDetails.Card.IncrementalAuthorization': 'status',
  'Charge.PaymentMethodDetails.Card.Installments': 'plan:Charge.PaymentMethodDetails.Card.Installments.Plan',
  'Charge.PaymentMethodDetails.Card.Installments.Plan': 'count interval type',
  'Charge.PaymentMethodDetails.Card.Multicapture': 'status',
  'Charge.PaymentMethodDetails.Card.NetworkToken': 'used',
  'Charge.PaymentMethodDetails.Card.Overcapture': 'maximum_amount_capturable status',
  'Charge.PaymentMethodDetails.Card.ThreeDSecure':
    'authentication_flow electronic_commerce_indicator exemption_indicator exemption_indicator_applied result result_reason transaction_id version',
  'Charge.PaymentMethodDetails.Card.Wallet':
    'amex_express_checkout:Charge.PaymentMethodDetails.Card.Wallet.AmexExpressCheckout apple_pay:Charge.PaymentMethodDetails.Card.Wallet.ApplePay dynamic_last4 google_pay:Charge.PaymentMethodDetails.Card.Wallet.GooglePay link:Charge.PaymentMethodDetails.Card.Wallet.Link masterpass:Charge.PaymentMethodDetails.Card.Wallet.Masterpass samsung_pay:Charge.PaymentMethodDetails.Card.Wallet.SamsungPay type visa_checkout:Charge.PaymentMethodDetails.Card.Wallet.VisaCheckout',
  'Charge.PaymentMethodDetails.Card.Wallet.Link': 'funding_source_group',
  'Charge.PaymentMethodDetails.Card.Wallet.Masterpass': 'billing_address:Address email name shipping_address:Address',
  'Charge.PaymentMethodDetails.Card.Wallet.VisaCheckout': 'billing_address:Address email name shipping_address:Address',
  'Charge.PaymentMethodDetails.CardPresent':
    'amount_authorized brand brand_product capture_before cardholder_name country description emv_auth_data exp_month exp_year fingerprint funding generated_card iin incremental_authorization_supported issuer last4 location network network_transaction_id offline:Charge.PaymentMethodDetails.CardPresent.Offline overcapture_supported preferred_locales:[ read_method reader receipt:Charge.PaymentMethodDetails.CardPresent.Receipt wallet:Charge.PaymentMethodDetails.CardPresent.Wallet',
  'Charge.PaymentMethodDetails.CardPresent.Offline': 'stored_at type',
  'Charge.PaymentMethodDetails.CardPresent.Receipt':
    'account_type application_cryptogram application_preferred_name authorization_code authorization_response_code cardholder_verification_method dedicated_file_name terminal_verification_results transaction_status_information',
  'Charge.PaymentMethodDetails.CardPresent.Wallet': 'type',
  'Charge.PaymentMethodDetails.Cashapp': 'buyer_id cashtag transaction_id',
  'Charge.PaymentMethodDetails.Crypto': 'buyer_address network token_currency transaction_hash',
  'Charge.PaymentMethodDetails.Eps': 'bank verified_name',
  'Charge.PaymentMethodDetails.Fpx': 'account_holder_type bank transaction_id',
  'Charge.PaymentMethodDetails.Giropay': 'bank_code bank_name bic verified_name',
  'Charge.PaymentMethodDetails.Grabpay': 'transaction_id',
  'Charge.PaymentMethodDetails.Ideal':
    'bank bic generated_sepa_debit:>PaymentMethod generated_sepa_debit_mandate:* iban_last4 transaction_id verified_name',
  'Charge.PaymentMethodDetails.InteracPresent':
    'brand cardholder_name country description emv_auth_data exp_month exp_year fingerprint funding generated_card iin issuer last4 location network network_transaction_id preferred_locales:[ read_method reader receipt:Charge.PaymentMethodDetails.InteracPresent.Receipt',
  'Charge.PaymentMethodDetails.InteracPresent.Receipt':
    'account_type application_cryptogram application_preferred_name authorization_code authorization_response_code cardholder_verification_method dedicated_file_name terminal_verification_results transaction_status_information',
  'Charge.PaymentMethodDetails.KakaoPay': 'buyer_id transaction_id',
  'Charge.PaymentMethodDetails.Klarna':
    'location payer_details:Charge.PaymentMethodDetails.Klarna.PayerDetails payment_method_category preferred_locale reader',
  'Charge.PaymentMethodDetails.Klarna.PayerDetails': 'address:Charge.PaymentMethodDetails.Klarna.PayerDetails.Address',
  'Charge.PaymentMethodDetails.Klarna.PayerDetails.Address': 'country',
  'Charge.PaymentMethodDetails.Konbini': 'store:Charge.PaymentMethodDetails.Konbini.Store',
  'Charge.PaymentMethodDetails.Konbini.Store': 'chain',
  'Charge.PaymentMethodDetails.KrCard': 'brand buyer_id last4 transaction_id',
  'Charge.PaymentMethodDetails.Link': 'country funding_source_group',
  'Charge.PaymentMethodDetails.Mobilepay': 'card:Charge.PaymentMethodDetails.Mobilepay.Card',
  'Charge.PaymentMethodDetails.Mobilepay.Card': 'brand country exp_month exp_year last4',
  'Charge.PaymentMethodDetails.Multibanco': 'entity reference',
  'Charge.PaymentMethodDetails.NaverPay': 'buyer_id transaction_id',
  'Charge.PaymentMethodDetails.NzBankAccount':
    'account_holder_name bank_code bank_name branch_code expected_debit_date last4 suffix',
  'Charge.PaymentMethodDetails.Oxxo': 'number',
  'Charge.PaymentMethodDetails.P24': 'bank reference verified_name',
  'Charge.PaymentMethodDetails.Payco': 'buyer_id transaction_id',
  'Charge.PaymentMethodDetails.Paynow': 'location reader reference',
  'Charge.PaymentMethodDetails.Paypal':
    'country payer_email payer_id payer_name seller_protection:Charge.PaymentMethodDetails.Paypal.SellerProtection transaction_id',
  'Charge.PaymentMethodDetails.Paypal.SellerProtection': 'dispute_categories:[ status',
  'Charge.PaymentMethodDetails.Payto': 'bsb_number last4 mandate pay_id',
  'Charge.PaymentMethodDetails.Pix': 'bank_transaction_id fingerprint mandate',
  'Charge.PaymentMethodDetails.Promptpay': 'reference',
  'Charge.PaymentMethodDetails.RevolutPay': 'funding:Charge.PaymentMethodDetails.RevolutPay.Funding transaction_id',
  'Charge.PaymentMethodDetails.RevolutPay.Funding': 'card:Charge.PaymentMethodDetails.RevolutPay.Funding.Card type',
  'Charge.PaymentMethodDetails.RevolutPay.Funding.Card': 'brand country exp_month exp_year funding last4',
  'Charge.PaymentMethodDetails.SamsungPay': 'buyer_id transaction_id',
  'Charge.PaymentMethodDetails.Satispay': 'transaction_id',
  'Charge.PaymentMethodDetails.Scalapay': 'transaction_id',
  'Charge.PaymentMethodDetails.SepaCreditTransfer': 'bank_name bic iban',
  'Charge.PaymentMethodDetails.SepaDebit':
    'bank_code branch_code country expected_debit_date fingerprint last4 mandate',
  'Charge.PaymentMethodDetails.Sequra': 'transaction_id',
  'Charge.PaymentMethodDetails.Sofort':
    'bank_code bank_name bic country generated_sepa_debit:>PaymentMethod generated_sepa_debit_mandate:* iban_last4 preferred_language verified_name',
  'Charge.PaymentMethodDetails.Sunbit': 'transaction_id',
  'Charge.PaymentMethodDetails.Swish': 'fingerprint payment_reference verified_phone_last4',
  'Charge.PaymentMethodDetails.Twint': 'mandate',
  'Charge.PaymentMethodDetails.Upi': 'vpa',
  'Charge.PaymentMethodDetails.UsBankAccount':
    'account_holder_type account_type bank_name expected_debit_date fingerprint last4 mandate:* payment_reference routing_number',
  'Charge.PaymentMethodDetails.WechatPay': 'fingerprint location reader transaction_id',
  'Charge.PresentmentDetails': 'presentment_amount presentment_currency',
  'Charge.RadarOptions': 'session',
  'Charge.Shipping': 'address:Address carrier name phone tracking_number',
  'Charge.TransferData': 'amount destination:>Account',
  'Checkout.Session':
    'id object adaptive_pricing:Checkout.Session.AdaptivePricing after_expiration:Checkout.Session.AfterExpiration allow_promotion_codes allowed_payment_method_types:[ amount_subtotal amount_total automatic_tax:Checkout.Session.AutomaticTax billing_address_collection branding_settings:* cancel_url client_reference_id client_secret collected_information:Checkout.Session.CollectedInformation consent:Checkout.Session.Consent consent_collection:Checkout.Session.ConsentCollection created currency currency_conversion:Checkout.Session.CurrencyConversion custom_fields:[Checkout.Session.CustomField custom_text:* customer:>Customer,DeletedCustomer customer_account customer_creation customer_details:Checkout.Session.CustomerDetails customer_email discounts:[Checkout.Session.Discount excluded_payment_method_types:[ expires_at integration_identifier invoice:>Invoice invoice_creation:Checkout.Session.InvoiceCreation line_items:{LineItem livemode locale managed_payments:Checkout.Session.ManagedPayments metadata:* mode name_collection:Checkout.Session.NameCollection optional_items:[Checkout.Session.OptionalItem origin_context payment_intent:>PaymentIntent payment_link:>PaymentLink payment_method_collection payment_method_configuration_details:Checkout.Session.PaymentMethodConfigurationDetails payment_method_options:* payment_method_types:[ payment_status permissions:Checkout.Session.Permissions phone_number_collection:Checkout.Session.PhoneNumberCollection presentment_details:Checkout.Session.PresentmentDetails recovered_from redirect_on_completion return_url saved_payment_method_options:Checkout.Session.SavedPaymentMethodOptions setup_intent:>SetupIntent shipping_address_collection:Checkout.Session.ShippingAddressCollection shipping_cost:Checkout.Session.ShippingCost shipping_options:[Checkout.Session.ShippingOption status submit_type subscription:>Subscription success_url tax_id_collection:Checkout.Session.TaxIdCollection total_details:Checkout.Session.TotalDetails ui_mode url wallet_options:Checkout.Session.WalletOptions',
  'Checkout.Session.AdaptivePricing': 'enabled',
  'Checkout.Session.AfterExpiration': 'recovery:Checkout.Session.AfterExpiration.Recovery',
  'Checkout.Session.AfterExpiration.Recovery': 'allow_promotion_codes enabled expires_at url',
  'Checkout.Session.AutomaticTax': 'enabled liability:Checkout.Session.AutomaticTax.Liability provider status',
  'Checkout.Session.AutomaticTax.Liability': 'account:>Account type',
  'Checkout.Session.CollectedInformation':
    'business_name individual_name shipping_details:Checkout.Session.CollectedInformation.ShippingDetails',
  'Checkout.Session.CollectedInformation.ShippingDetails': 'address:Address name',
  'Checkout.Session.Consent': 'promotions terms_of_service',
  'Checkout.Session.ConsentCollection':
    'payment_method_reuse_agreement:Checkout.Session.ConsentCollection.PaymentMethodReuseAgreement promotions terms_of_service',
  'Checkout.Session.ConsentCollection.PaymentMethodReuseAgreement': 'position',
  'Checkout.Session.CurrencyConversion': 'amount_subtotal amount_total fx_rate source_currency',
  'Checkout.Session.CustomField':
    'dropdown:Checkout.Session.CustomField.Dropdown key label:Checkout.Session.CustomField.Label numeric:Checkout.Session.CustomField.Numeric optional text:Checkout.Session.CustomField.Text type',
  'Checkout.Session.CustomField.Dropdown': 'default_value options:[Checkout.Session.CustomField.Dropdown.Option value',
  'Checkout.Session.CustomField.Dropdown.Option': 'label value',
  'Checkout.Session.CustomField.Label': 'custom type',
  'Checkout.Session.CustomField.Numeric': 'default_value maximum_length minimum_length value',
  'Checkout.Session.CustomField.Text': 'default_value maximum_length minimum_length value',
  'Checkout.Session.CustomerDetails':
    'address:Address business_name email individual_name name phone tax_exempt tax_ids:[Checkout.Session.CustomerDetails.TaxId',
  'Checkout.Session.CustomerDetails.TaxId': 'type value',
  'Checkout.Session.Discount': 'coupon:>Coupon promotion_code:>PromotionCode',
  'Checkout.Session.InvoiceCreation': 'enabled invoice_data:Checkout.Session.InvoiceCreation.InvoiceData',
  'Checkout.Session.InvoiceCreation.InvoiceData':
    'account_tax_ids:[>TaxId,DeletedTaxId custom_fields:[Checkout.Session.InvoiceCreation.InvoiceData.CustomField description footer issuer:Checkout.Session.InvoiceCreation.InvoiceData.Issuer metadata:* rendering_options:Checkout.Session.InvoiceCreation.InvoiceData.RenderingOptions',
  'Checkout.Session.InvoiceCreation.InvoiceData.CustomField': 'name value',
  'Checkout.Session.InvoiceCreation.InvoiceData.Issuer': 'account:>Account type',
  'Checkout.Session.InvoiceCreation.InvoiceData.RenderingOptions': 'amount_tax_display template',
  'Checkout.Session.ManagedPayments': 'enabled',
  'Checkout.Session.NameCollection':
    'business:Checkout.Session.NameCollection.Business individual:Checkout.Session.NameCollection.Individual',
  'Checkout.Session.NameCollection.Business': 'enabled optional',
  'Checkout.Session.NameCollection.Individual': 'enabled optional',
  'Checkout.Session.OptionalItem':
    'adjustable_quantity:Checkout.Session.OptionalItem.AdjustableQuantity price quantity',
  'Checkout.Session.OptionalItem.AdjustableQuantity': 'enabled maximum minimum',
  'Checkout.Session.PaymentMethodConfigurationDetails': 'id parent',
  'Checkout.Session.Permissions': 'update_shipping_details',
  'Checkout.Session.PhoneNumberCollection': 'enabled',
  'Checkout.Session.PresentmentDetails': 'presentment_amount presentment_currency',
  'Checkout.Session.SavedPaymentMethodOptions': 'allow_redisplay_filters:[ payment_method_remove payment_method_save',
  'Checkout.Session.ShippingAddressCollection': 'allowed_countries:[',
  'Checkout.Session.ShippingCost':
    'amount_subtotal amount_tax amount_total shipping_rate:>ShippingRate taxes:[Checkout.Session.ShippingCost.Tax',
  'Checkout.Session.ShippingCost.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  'Checkout.Session.ShippingOption': 'shipping_amount shipping_rate:>ShippingRate',
  'Checkout.Session.TaxIdCollection': 'enabled required',
  'Checkout.Session.TotalDetails':
    'amount_discount amount_shipping amount_tax breakdown:Checkout.Session.TotalDetails.Breakdown',
  'Checkout.Session.TotalDetails.Breakdown':
    'discounts:[Checkout.Session.TotalDetails.Breakdown.Discount taxes:[Checkout.Session.TotalDetails.Breakdown.Tax',
  'Checkout.Session.TotalDetails.Breakdown.Discount': 'amount discount:*',
  'Checkout.Session.TotalDetails.Breakdown.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  'Checkout.Session.WalletOptions': 'link:Checkout.Session.WalletOptions.Link',
  'Checkout.Session.WalletOptions.Link': 'display',
  CreditNote:
    'id object amount amount_shipping created currency customer:>Customer,DeletedCustomer customer_account customer_balance_transaction:>CustomerBalanceTransaction discount_amount discount_amounts:[CreditNote.DiscountAmount effective_at invoice:>Invoice lines:{CreditNoteLineItem livemode memo metadata:* number out_of_band_amount pdf post_payment_amount pre_payment_amount pretax_credit_amounts:[CreditNote.PretaxCreditAmount reason refunds:[CreditNote.Refund shipping_cost:CreditNote.ShippingCost status subtotal subtotal_excluding_tax total total_excluding_tax total_taxes:[CreditNote.TotalTax type voided_at',
  'CreditNote.DiscountAmount': 'amount discount:>Discount,DeletedDiscount',
  'CreditNote.PretaxCreditAmount':
    'amount credit_balance_transaction:>Billing.CreditBalanceTransaction discount:>Discount,DeletedDiscount type',
  'CreditNote.Refund': 'amount_refunded payment_record_refund:CreditNote.Refund.PaymentRecordRefund refund:* type',
  'CreditNote.Refund.PaymentRecordRefund': 'payment_record refund_group',
  'CreditNote.ShippingCost':
    'amount_subtotal amount_tax amount_total shipping_rate:>ShippingRate taxes:[CreditNote.ShippingCost.Tax',
  'CreditNote.ShippingCost.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  'CreditNote.TotalTax':
    'amount tax_behavior tax_rate_details:CreditNote.TotalTax.TaxRateDetails taxability_reason taxable_amount type',
  'CreditNote.TotalTax.TaxRateDetails': 'tax_rate',
  CreditNoteLineItem:
    'id object amount description discount_amount discount_amounts:[CreditNoteLineItem.DiscountAmount invoice_line_item livemode metadata:* pretax_credit_amounts:[CreditNoteLineItem.PretaxCreditAmount quantity tax_rates:[TaxRate taxes:[CreditNoteLineItem.Tax type unit_amount unit_amount_decimal',
  'CreditNoteLineItem.DiscountAmount': 'amount discount:>Discount,DeletedDiscount',
  'CreditNoteLineItem.PretaxCreditAmount':
    'amount credit_balance_transaction:>Billing.CreditBalanceTransaction discount:>Discount,DeletedDiscount type',
  'CreditNoteLineItem.Tax':
    'amount tax_behavior tax_rate_details:CreditNoteLineItem.Tax.TaxRateDetails taxability_reason taxable_amount type',
  'CreditNoteLineItem.Tax.TaxRateDetails': 'tax_rate',
  Customer:
    'id object address:Address balance business_name cash_balance:CashBalance created currency customer_account default_source:* deleted:* delinquent description discount:Discount email individual_name invoice_prefix invoice_settings:Customer.InvoiceSettings livemode metadata:* name next_invoice_sequence phone preferred_locales:[ shipping:Customer.Shipping sources:{* subscriptions:{Subscription tax:Customer.Tax tax_exempt tax_ids:{TaxId test_clock:*',
  'Customer.InvoiceSettings':
    'custom_fields:[Customer.InvoiceSettings.CustomField default_payment_method:>PaymentMethod footer rendering_options:Customer.InvoiceSettings.RenderingOptions',
  'Customer.InvoiceSettings.CustomField': 'name value',
  'Customer.InvoiceSettings.RenderingOptions': 'amount_tax_display template',
  'Customer.Shipping': 'address:Address carrier name phone tracking_number',
  'Customer.Tax': 'automatic_tax ip_address location:Customer.Tax.Location provider',
  'Customer.Tax.Location': 'country source state',
  Discount:
    'id object checkout_session customer:>Customer,DeletedCustomer customer_account deleted:* end invoice invoice_item promotion_code:>PromotionCode source:Discount.Source start subscription subscription_item',
  'Discount.Source': 'coupon:>Coupon type',
  Dispute:
    'id object amount balance_transactions:[BalanceTransaction charge:>Charge created currency enhanced_eligibility_types:[ evidence:Dispute.Evidence evidence_details:Dispute.EvidenceDetails intended_submission_method is_charge_refundable livemode metadata:* network_reason_code payment_intent:>PaymentIntent payment_method_details:Dispute.PaymentMethodDetails reason status',
  'Dispute.Evidence':
    'access_activity_log appeal:Dispute.Evidence.Appeal billing_address cancellation_policy:* cancellation_policy_disclosure cancellation_rebuttal customer_communication:* customer_email_address customer_name customer_purchase_ip customer_signature:* duplicate_charge_documentation:* duplicate_charge_explanation duplicate_charge_id enhanced_evidence:Dispute.Evidence.EnhancedEvidence product_description receipt:* refund_policy:* refund_policy_disclosure refund_refusal_explanation service_date service_documentation:* shipping_address shipping_carrier shipping_date shipping_documentation:* shipping_tracking_number uncategorized_file:* uncategorized_text',
  'Dispute.Evidence.Appeal': 'card:Dispute.Evidence.Appeal.Card',
  'Dispute.Evidence.Appeal.Card': 'reason_for_filing supporting_files:[',
  'Dispute.Evidence.EnhancedEvidence':
    'mastercard_compliance:Dispute.Evidence.EnhancedEvidence.MastercardCompliance visa_compelling_evidence_3:Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3 visa_compliance:Dispute.Evidence.EnhancedEvidence.VisaCompliance',
  'Dispute.Evidence.EnhancedEvidence.MastercardCompliance': 'fee_acknowledged',
  'Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3':
    'disputed_transaction:Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3.DisputedTransaction prior_undisputed_transactions:[Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3.PriorUndisputedTransaction',
  'Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3.DisputedTransaction':
    'customer_account_id customer_device_fingerprint customer_device_id customer_email_address customer_purchase_ip merchandise_or_services product_description shipping_address:Address',
  'Dispute.Evidence.EnhancedEvidence.VisaCompellingEvidence3.PriorUndisputedTransaction':
    'charge customer_account_id customer_device_fingerprint customer_device_id customer_email_address customer_purchase_ip product_description shipping_address:Address',
  'Dispute.Evidence.EnhancedEvidence.VisaCompliance': 'fee_acknowledged',
  'Dispute.EvidenceDetails':
    'due_by enhanced_eligibility:Dispute.EvidenceDetails.EnhancedEligibility has_evidence past_due submission_count submission_method',
  'Dispute.EvidenceDetails.EnhancedEligibility':
    'mastercard_compliance:Dispute.EvidenceDetails.EnhancedEligibility.MastercardCompliance visa_compelling_evidence_3:Dispute.EvidenceDetails.EnhancedEligibility.VisaCompellingEvidence3 visa_compliance:Dispute.EvidenceDetails.EnhancedEligibility.VisaCompliance',
  'Dispute.EvidenceDetails.EnhancedEligibility.MastercardCompliance': 'status',
  'Dispute.EvidenceDetails.EnhancedEligibility.VisaCompellingEvidence3': 'required_actions:[ status',
  'Dispute.EvidenceDetails.EnhancedEligibility.VisaCompliance': 'status',
  'Dispute.PaymentMethodDetails':
    'amazon_pay:Dispute.PaymentMethodDetails.AmazonPay card:Dispute.PaymentMethodDetails.Card klarna:Dispute.PaymentMethodDetails.Klarna paypal:Dispute.PaymentMethodDetails.Paypal type',
  'Dispute.PaymentMethodDetails.AmazonPay': 'dispute_type',
  'Dispute.PaymentMethodDetails.Card': 'brand case_type network network_reason_code',
  'Dispute.PaymentMethodDetails.Klarna': 'chargeback_loss_reason_code reason_code',
  'Dispute.PaymentMethodDetails.Paypal': 'case_id reason_code',
  Invoice:
    'id object account_country account_name account_tax_ids:[>TaxId,DeletedTaxId amount_due amount_overpaid amount_paid amount_paid_off_stripe amount_remaining amount_shipping application:>Application,DeletedApplication attempt_count attempted auto_advance automatic_tax:Invoice.AutomaticTax automatically_finalizes_at billing_reason collection_method confirmation_secret:Invoice.ConfirmationSecret created currency custom_fields:[Invoice.CustomField customer:>Customer,DeletedCustomer customer_account customer_address:Address customer_email customer_name customer_phone customer_shipping:Invoice.CustomerShipping customer_tax_exempt customer_tax_ids:[Invoice.CustomerTaxId default_payment_method:>PaymentMethod default_source:* default_tax_rates:[TaxRate deleted:* description discounts:[>Discount,DeletedDiscount due_date effective_at ending_balance footer from_invoice:Invoice.FromInvoice hosted_invoice_url invoice_pdf issuer:Invoice.Issuer last_finalization_error:Invoice.LastFinalizationError latest_revision:>Invoice lines:{InvoiceLineItem livemode metadata:* next_payment_attempt number on_behalf_of:>Account parent:Invoice.Parent payment_settings:* payments:{InvoicePayment period_end period_start post_payment_credit_notes_amount pre_payment_credit_notes_amount receipt_number rendering:Invoice.Rendering shipping_cost:Invoice.ShippingCost shipping_details:Invoice.ShippingDetails starting_balance statement_descriptor status status_details:Invoice.StatusDetails status_transitions:Invoice.StatusTransitions subtotal subtotal_excluding_tax test_clock:* threshold_reason:Invoice.ThresholdReason total total_discount_amounts:[Invoice.TotalDiscountAmount total_excluding_tax total_pretax_credit_amounts:[Invoice.TotalPretaxCreditAmount total_taxes:[Invoice.TotalTax webhooks_delivered_at',
  'Invoice.AutomaticTax': 'disabled_reason enabled liability:Invoice.AutomaticTax.Liability provider status',
  'Invoice.AutomaticTax.Liability': 'account:>Account type',
  'Invoice.ConfirmationSecret': 'client_secret type',
  'Invoice.CustomField': 'name value',
  'Invoice.CustomerShipping': 'address:Address carrier name phone tracking_number',
  'Invoice.CustomerTaxId': 'type value',
  'Invoice.FromInvoice': 'action invoice:>Invoice',
  'Invoice.Issuer': 'account:>Account type',
  'Invoice.LastFinalizationError':
    'advice_code charge code decline_code doc_url message network_advice_code network_decline_code param payment_intent:PaymentIntent payment_method:PaymentMethod payment_method_type request_log_url setup_intent:SetupIntent source:* type',
  'Invoice.Parent':
    'quote_details:Invoice.Parent.QuoteDetails subscription_details:Invoice.Parent.SubscriptionDetails type',
  'Invoice.Parent.QuoteDetails': 'quote',
  'Invoice.Parent.SubscriptionDetails': 'metadata:* subscription:>Subscription subscription_proration_date',
  'Invoice.Rendering': 'amount_tax_display pdf:Invoice.Rendering.Pdf template template_version',
  'Invoice.Rendering.Pdf': 'page_size',
  'Invoice.ShippingCost':
    'amount_subtotal amount_tax amount_total shipping_rate:>ShippingRate taxes:[Invoice.ShippingCost.Tax',
  'Invoice.ShippingCost.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  'Invoice.ShippingDetails': 'address:Address carrier name phone tracking_number',
  'Invoice.StatusDetails': 'uncollectible:Invoice.StatusDetails.Uncollectible',
  'Invoice.StatusDetails.Uncollectible': 'reason',
  'Invoice.StatusTransitions': 'finalized_at marked_uncollectible_at paid_at voided_at',
  'Invoice.ThresholdReason': 'amount_gte item_reasons:[Invoice.ThresholdReason.ItemReason',
  'Invoice.ThresholdReason.ItemReason': 'line_item_ids:[ usage_gte',
  'Invoice.TotalDiscountAmount': 'amount discount:>Discount,DeletedDiscount',
  'Invoice.TotalPretaxCreditAmount':
    'amount credit_balance_transaction:>Billing.CreditBalanceTransaction discount:>Discount,DeletedDiscount type',
  'Invoice.TotalTax':
    'amount tax_behavior tax_rate_details:Invoice.TotalTax.TaxRateDetails taxability_reason taxable_amount type',
  'Invoice.TotalTax.TaxRateDetails': 'tax_rate',
  InvoiceLineItem:
    'id object amount currency description discount_amounts:[InvoiceLineItem.DiscountAmount discountable discounts:[>Discount invoice livemode metadata:* parent:InvoiceLineItem.Parent period:InvoiceLineItem.Period pretax_credit_amounts:[InvoiceLineItem.PretaxCreditAmount pricing:InvoiceLineItem.Pricing quantity quantity_decimal subscription:>Subscription subtotal taxes:[InvoiceLineItem.Tax',
  'InvoiceLineItem.DiscountAmount': 'amount discount:>Discount,DeletedDiscount',
  'InvoiceLineItem.Parent':
    'invoice_item_details:InvoiceLineItem.Parent.InvoiceItemDetails subscription_item_details:InvoiceLineItem.Parent.SubscriptionItemDetails type',
  'InvoiceLineItem.Parent.InvoiceItemDetails':
    'invoice_item proration proration_details:InvoiceLineItem.Parent.InvoiceItemDetails.ProrationDetails subscription',
  'InvoiceLineItem.Parent.InvoiceItemDetails.ProrationDetails':
    'credited_items:InvoiceLineItem.Parent.InvoiceItemDetails.ProrationDetails.CreditedItems',
  'InvoiceLineItem.Parent.InvoiceItemDetails.ProrationDetails.CreditedItems': 'invoice invoice_line_items:[',
  'InvoiceLineItem.Parent.SubscriptionItemDetails':
    'invoice_item proration proration_details:InvoiceLineItem.Parent.SubscriptionItemDetails.ProrationDetails subscription subscription_item',
  'InvoiceLineItem.Parent.SubscriptionItemDetails.ProrationDetails':
    'credited_items:InvoiceLineItem.Parent.SubscriptionItemDetails.ProrationDetails.CreditedItems',
  'InvoiceLineItem.Parent.SubscriptionItemDetails.ProrationDetails.CreditedItems': 'invoice invoice_line_items:[',
  'InvoiceLineItem.Period': 'end start',
  'InvoiceLineItem.PretaxCreditAmount':
    'amount credit_balance_transaction:>Billing.CreditBalanceTransaction discount:>Discount,DeletedDiscount type',
  'InvoiceLineItem.Pricing': 'price_details:InvoiceLineItem.Pricing.PriceDetails type unit_amount_decimal',
  'InvoiceLineItem.Pricing.PriceDetails': 'price:>Price product',
  'InvoiceLineItem.Tax':
    'amount tax_behavior tax_rate_details:InvoiceLineItem.Tax.TaxRateDetails taxability_reason taxable_amount type',
  'InvoiceLineItem.Tax.TaxRateDetails': 'tax_rate',
  InvoicePayment:
    'id object amount_paid amount_requested created currency invoice:>Invoice,DeletedInvoice is_default livemode payment:InvoicePayment.Payment status status_transitions:InvoicePayment.StatusTransitions',
  'InvoicePayment.Payment': 'charge:>Charge payment_intent:>PaymentIntent payment_record:>PaymentRecord type',
  'InvoicePayment.StatusTransitions': 'canceled_at paid_at',
  LineItem:
    'id object adjustable_quantity:LineItem.AdjustableQuantity amount_discount amount_subtotal amount_tax amount_total currency description discounts:[LineItem.Discount metadata:* price:Price quantity taxes:[LineItem.Tax',
  'LineItem.AdjustableQuantity': 'enabled maximum minimum',
  'LineItem.Discount': 'amount discount:*',
  'LineItem.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  PaymentIntent:
    'id object allowed_payment_method_types:[ amount amount_capturable amount_details:PaymentIntent.AmountDetails amount_received application:>Application application_fee_amount automatic_payment_methods:PaymentIntent.AutomaticPaymentMethods canceled_at cancellation_reason capture_method client_secret confirmation_method created currency customer:>Customer,DeletedCustomer customer_account description excluded_payment_method_types:[ hooks:PaymentIntent.Hooks last_payment_error:PaymentIntent.LastPaymentError latest_charge:>Charge livemode managed_payments:PaymentIntent.ManagedPayments metadata:* next_action:* on_behalf_of:>Account payment_details:PaymentIntent.PaymentDetails payment_method:>PaymentMethod payment_method_configuration_details:PaymentIntent.PaymentMethodConfigurationDetails payment_method_options:* payment_method_types:[ payment_record:>PaymentRecord presentment_details:PaymentIntent.PresentmentDetails processing:PaymentIntent.Processing receipt_email review:>Review setup_future_usage shipping:PaymentIntent.Shipping source:* statement_descriptor statement_descriptor_suffix status transfer_data:PaymentIntent.TransferData transfer_group',
  'PaymentIntent.AmountDetails':
    'discount_amount error:PaymentIntent.AmountDetails.Error line_items:{PaymentIntentAmountDetailsLineItem shipping:PaymentIntent.AmountDetails.Shipping tax:PaymentIntent.AmountDetails.Tax tip:PaymentIntent.AmountDetails.Tip',
  'PaymentIntent.AmountDetails.Error': 'code message',
  'PaymentIntent.AmountDetails.Shipping': 'amount from_postal_code to_postal_code',
  'PaymentIntent.AmountDetails.Tax': 'total_tax_amount',
  'PaymentIntent.AmountDetails.Tip': 'amount',
  'PaymentIntent.AutomaticPaymentMethods': 'allow_redirects enabled',
  'PaymentIntent.Hooks': 'inputs:PaymentIntent.Hooks.Inputs',
  'PaymentIntent.Hooks.Inputs': 'tax:PaymentIntent.Hooks.Inputs.Tax',
  'PaymentIntent.Hooks.Inputs.Tax': 'calculation',
  'PaymentIntent.LastPaymentError':
    'advice_code charge code decline_code doc_url message network_advice_code network_decline_code param payment_intent:PaymentIntent payment_method:PaymentMethod payment_method_type request_log_url setup_intent:SetupIntent source:* type',
  'PaymentIntent.ManagedPayments': 'enabled',
  'PaymentIntent.PaymentDetails': 'customer_reference order_reference',
  'PaymentIntent.PaymentMethodConfigurationDetails': 'id parent',
  'PaymentIntent.PresentmentDetails': 'presentment_amount presentment_currency',
  'PaymentIntent.Processing': 'card:PaymentIntent.Processing.Card type',
  'PaymentIntent.Processing.Card': 'customer_notification:PaymentIntent.Processing.Card.CustomerNotification',
  'PaymentIntent.Processing.Card.CustomerNotification': 'approval_requested completes_at',
  'PaymentIntent.Shipping': 'address:Address carrier name phone tracking_number',
  'PaymentIntent.TransferData':
    'amount description destination:>Account metadata:* payment_data:PaymentIntent.TransferData.PaymentData',
  'PaymentIntent.TransferData.PaymentData': 'description metadata:*',
  PaymentIntentAmountDetailsLineItem:
    'id object discount_amount payment_method_options:* product_code product_name quantity tax:PaymentIntentAmountDetailsLineItem.Tax unit_cost unit_of_measure',
  'PaymentIntentAmountDetailsLineItem.Tax': 'total_tax_amount',
  PaymentMethod:
    'id object acss_debit:PaymentMethod.AcssDebit affirm:PaymentMethod.Affirm afterpay_clearpay:PaymentMethod.AfterpayClearpay alipay:PaymentMethod.Alipay allow_redisplay alma:PaymentMethod.Alma amazon_pay:PaymentMethod.AmazonPay au_becs_debit:PaymentMethod.AuBecsDebit bacs_debit:PaymentMethod.BacsDebit bancontact:PaymentMethod.Bancontact billie:PaymentMethod.Billie billing_details:PaymentMethod.BillingDetails bizum:PaymentMethod.Bizum blik:PaymentMethod.Blik boleto:PaymentMethod.Boleto card:PaymentMethod.Card card_present:PaymentMethod.CardPresent cashapp:PaymentMethod.Cashapp created crypto:PaymentMethod.Crypto custom:PaymentMethod.Custom customer:>Customer customer_account customer_balance:PaymentMethod.CustomerBalance eps:PaymentMethod.Eps fpx:PaymentMethod.Fpx giropay:PaymentMethod.Giropay grabpay:PaymentMethod.Grabpay ideal:PaymentMethod.Ideal interac_present:PaymentMethod.InteracPresent kakao_pay:PaymentMethod.KakaoPay klarna:PaymentMethod.Klarna konbini:PaymentMethod.Konbini kr_card:PaymentMethod.KrCard link:PaymentMethod.Link livemode mb_way:PaymentMethod.MbWay metadata:* mobilepay:PaymentMethod.Mobilepay multibanco:PaymentMethod.Multibanco naver_pay:PaymentMethod.NaverPay nz_bank_account:PaymentMethod.NzBankAccount oxxo:PaymentMethod.Oxxo p24:PaymentMethod.P24 pay_by_bank:PaymentMethod.PayByBank payco:PaymentMethod.Payco paynow:PaymentMethod.Paynow paypal:PaymentMethod.Paypal paypay:PaymentMethod.Paypay payto:PaymentMethod.Payto pix:PaymentMethod.Pix promptpay:PaymentMethod.Promptpay radar_options:PaymentMethod.RadarOptions revolut_pay:PaymentMethod.RevolutPay samsung_pay:PaymentMethod.SamsungPay satispay:PaymentMethod.Satispay scalapay:PaymentMethod.Scalapay sepa_debit:PaymentMethod.SepaDebit sequra:PaymentMethod.Sequra sofort:PaymentMethod.Sofort sunbit:PaymentMethod.Sunbit swish:PaymentMethod.Swish twint:PaymentMethod.Twint type upi:PaymentMethod.Upi us_bank_account:PaymentMethod.UsBankAccount wechat_pay:PaymentMethod.WechatPay zip:PaymentMethod.Zip',
  'PaymentMethod.AcssDebit': 'bank_name fingerprint institution_number last4 transit_number',
  'PaymentMethod.AuBecsDebit': 'bsb_number fingerprint last4',
  'PaymentMethod.BacsDebit': 'fingerprint last4 sort_code',
  'PaymentMethod.BillingDetails': 'address:Address email name phone tax_id',
  'PaymentMethod.Bizum': 'buyer_id',
  'PaymentMethod.Blik': 'buyer_id',
  'PaymentMethod.Boleto': 'tax_id',
  'PaymentMethod.Card':
    'brand checks:PaymentMethod.Card.Checks country description display_brand exp_month exp_year fingerprint funding generated_from:PaymentMethod.Card.GeneratedFrom iin issuer last4 networks:PaymentMethod.Card.Networks regulated_status three_d_secure_usage:PaymentMethod.Card.ThreeDSecureUsage wallet:PaymentMethod.Card.Wallet',
  'PaymentMethod.Card.Checks': 'address_line1_check address_postal_code_check cvc_check',
  'PaymentMethod.Card.GeneratedFrom':
    'charge payment_method_details:PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails setup_attempt:*',
  'PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails':
    'card_present:PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent type',
  'PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent':
    'amount_authorized brand brand_product capture_before cardholder_name country description emv_auth_data exp_month exp_year fingerprint funding generated_card iin incremental_authorization_supported issuer last4 location network network_transaction_id offline:PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent.Offline overcapture_supported preferred_locales:[ read_method reader receipt:PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent.Receipt wallet:PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent.Wallet',
  'PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent.Offline': 'stored_at type',
  'PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent.Receipt':
    'account_type application_cryptogram application_preferred_name authorization_code authorization_response_code cardholder_verification_method dedicated_file_name terminal_verification_results transaction_status_information',
  'PaymentMethod.Card.GeneratedFrom.PaymentMethodDetails.CardPresent.Wallet': 'type',
  'PaymentMethod.Card.Networks': 'available:[ preferred',
  'PaymentMethod.Card.ThreeDSecureUsage': 'supported',
  'PaymentMethod.Card.Wallet':
    'amex_express_checkout:PaymentMethod.Card.Wallet.AmexExpressCheckout apple_pay:PaymentMethod.Card.Wallet.ApplePay dynamic_last4 google_pay:PaymentMethod.Card.Wallet.GooglePay link:PaymentMethod.Card.Wallet.Link masterpass:PaymentMethod.Card.Wallet.Masterpass samsung_pay:PaymentMethod.Card.Wallet.SamsungPay type visa_checkout:PaymentMethod.Card.Wallet.VisaCheckout',
  'PaymentMethod.Card.Wallet.Masterpass': 'billing_address:Address email name shipping_address:Address',
  'PaymentMethod.Card.Wallet.VisaCheckout': 'billing_address:Address email name shipping_address:Address',
  'PaymentMethod.CardPresent':
    'brand brand_product cardholder_name country description exp_month exp_year fingerprint funding iin issuer last4 networks:PaymentMethod.CardPresent.Networks offline:PaymentMethod.CardPresent.Offline preferred_locales:[ read_method wallet:PaymentMethod.CardPresent.Wallet',
  'PaymentMethod.CardPresent.Networks': 'available:[ preferred',
  'PaymentMethod.CardPresent.Offline': 'stored_at type',
  'PaymentMethod.CardPresent.Wallet': 'type',
  'PaymentMethod.Cashapp': 'buyer_id cashtag',
  'PaymentMethod.Custom': 'display_name logo:PaymentMethod.Custom.Logo type',
  'PaymentMethod.Custom.Logo': 'content_type url',
  'PaymentMethod.Eps': 'bank',
  'PaymentMethod.Fpx': 'account_holder_type bank',
  'PaymentMethod.Ideal': 'bank bic',
  'PaymentMethod.InteracPresent':
    'brand cardholder_name country description exp_month exp_year fingerprint funding iin issuer last4 networks:PaymentMethod.InteracPresent.Networks preferred_locales:[ read_method',
  'PaymentMethod.InteracPresent.Networks': 'available:[ preferred',
  'PaymentMethod.Klarna': 'dob:PaymentMethod.Klarna.Dob',
  'PaymentMethod.Klarna.Dob': 'day month year',
  'PaymentMethod.KrCard': 'brand last4',
  'PaymentMethod.Link': 'email persistent_token',
  'PaymentMethod.NaverPay': 'buyer_id funding',
  'PaymentMethod.NzBankAccount': 'account_holder_name bank_code bank_name branch_code last4 suffix',
  'PaymentMethod.P24': 'bank',
  'PaymentMethod.Paypal': 'country payer_email payer_id',
  'PaymentMethod.Payto': 'bsb_number last4 pay_id',
  'PaymentMethod.Pix': 'fingerprint',
  'PaymentMethod.RadarOptions': 'session',
  'PaymentMethod.SepaDebit':
    'bank_code branch_code country fingerprint generated_from:PaymentMethod.SepaDebit.GeneratedFrom last4',
  'PaymentMethod.SepaDebit.GeneratedFrom': 'charge:>Charge setup_attempt:*',
  'PaymentMethod.Sofort': 'country',
  'PaymentMethod.Upi': 'vpa',
  'PaymentMethod.UsBankAccount':
    'account_holder_type account_type bank_name financial_connections_account fingerprint last4 networks:PaymentMethod.UsBankAccount.Networks routing_number status_details:PaymentMethod.UsBankAccount.StatusDetails',
  'PaymentMethod.UsBankAccount.Networks': 'preferred supported:[',
  'PaymentMethod.UsBankAccount.StatusDetails': 'blocked:PaymentMethod.UsBankAccount.StatusDetails.Blocked',
  'PaymentMethod.UsBankAccount.StatusDetails.Blocked': 'network_code reason',
  Payout:
    'id object amount application_fee:>ApplicationFee application_fee_amount arrival_date automatic balance_transaction:>BalanceTransaction created currency description destination:>BankAccount,Card,DeletedBankAccount,DeletedCard failure_balance_transaction:>BalanceTransaction failure_code failure_message livemode metadata:* method original_payout:>Payout payout_method reconciliation_status reversed_by:>Payout source_type statement_descriptor status trace_id:Payout.TraceId type',
  'Payout.TraceId': 'status value',
  Plan: 'id object active amount amount_decimal billing_scheme created currency deleted:* interval interval_count livemode metadata:* meter nickname product:>Product,DeletedProduct tiers:[Plan.Tier tiers_mode transform_usage:Plan.TransformUsage trial_period_days usage_type',
  'Plan.Tier': 'flat_amount flat_amount_decimal unit_amount unit_amount_decimal up_to',
  'Plan.TransformUsage': 'divide_by round',
  Price:
    'id object active billing_scheme created currency custom_unit_amount:Price.CustomUnitAmount deleted:* livemode lookup_key metadata:* nickname product:>Product,DeletedProduct recurring:Price.Recurring tax_behavior tiers:[Price.Tier tiers_mode transform_quantity:Price.TransformQuantity type unit_amount unit_amount_decimal',
  'Price.CustomUnitAmount': 'maximum minimum preset',
  'Price.Recurring': 'interval interval_count meter trial_period_days usage_type',
  'Price.Tier': 'flat_amount flat_amount_decimal unit_amount unit_amount_decimal up_to',
  'Price.TransformQuantity': 'divide_by round',
  Product:
    'id object active created default_price:>Price deleted:* description images:[ livemode marketing_features:[Product.MarketingFeature metadata:* name package_dimensions:Product.PackageDimensions shippable statement_descriptor tax_code:>TaxCode tax_details:Product.TaxDetails type unit_label updated url',
  'Product.MarketingFeature': 'name',
  'Product.PackageDimensions': 'height length weight width',
  'Product.TaxDetails': 'performance_location tax_code',
  Quote:
    'id object amount_subtotal amount_total application:>Application,DeletedApplication application_fee_amount application_fee_percent automatic_tax:Quote.AutomaticTax collection_method computed:Quote.Computed created currency customer:>Customer,DeletedCustomer customer_account default_tax_rates:[>TaxRate description discounts:[* expires_at footer from_quote:Quote.FromQuote header invoice:>Invoice,DeletedInvoice invoice_settings:Quote.InvoiceSettings line_items:{LineItem livemode metadata:* number on_behalf_of:>Account status status_transitions:Quote.StatusTransitions subscription:>Subscription subscription_data:Quote.SubscriptionData subscription_schedule:>SubscriptionSchedule test_clock:* total_details:Quote.TotalDetails transfer_data:Quote.TransferData',
  'Quote.AutomaticTax': 'enabled liability:Quote.AutomaticTax.Liability provider status',
  'Quote.AutomaticTax.Liability': 'account:>Account type',
  'Quote.Computed': 'recurring:Quote.Computed.Recurring upfront:Quote.Computed.Upfront',
  'Quote.Computed.Recurring':
    'amount_subtotal amount_total interval interval_count total_details:Quote.Computed.Recurring.TotalDetails',
  'Quote.Computed.Recurring.TotalDetails':
    'amount_discount amount_shipping amount_tax breakdown:Quote.Computed.Recurring.TotalDetails.Breakdown',
  'Quote.Computed.Recurring.TotalDetails.Breakdown':
    'discounts:[Quote.Computed.Recurring.TotalDetails.Breakdown.Discount taxes:[Quote.Computed.Recurring.TotalDetails.Breakdown.Tax',
  'Quote.Computed.Recurring.TotalDetails.Breakdown.Discount': 'amount discount:*',
  'Quote.Computed.Recurring.TotalDetails.Breakdown.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  'Quote.Computed.Upfront':
    'amount_subtotal amount_total line_items:{LineItem total_details:Quote.Computed.Upfront.TotalDetails',
  'Quote.Computed.Upfront.TotalDetails':
    'amount_discount amount_shipping amount_tax breakdown:Quote.Computed.Upfront.TotalDetails.Breakdown',
  'Quote.Computed.Upfront.TotalDetails.Breakdown':
    'discounts:[Quote.Computed.Upfront.TotalDetails.Breakdown.Discount taxes:[Quote.Computed.Upfront.TotalDetails.Breakdown.Tax',
  'Quote.Computed.Upfront.TotalDetails.Breakdown.Discount': 'amount discount:*',
  'Quote.Computed.Upfront.TotalDetails.Breakdown.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  'Quote.FromQuote': 'is_revision quote:>Quote',
  'Quote.InvoiceSettings':
    'custom_fields:[Quote.InvoiceSettings.CustomField days_until_due description footer issuer:Quote.InvoiceSettings.Issuer',
  'Quote.InvoiceSettings.CustomField': 'name value',
  'Quote.InvoiceSettings.Issuer': 'account:>Account type',
  'Quote.StatusTransitions': 'accepted_at canceled_at finalized_at',
  'Quote.SubscriptionData':
    'billing_mode:Quote.SubscriptionData.BillingMode description effective_date metadata:* trial_period_days',
  'Quote.SubscriptionData.BillingMode': 'flexible:Quote.SubscriptionData.BillingMode.Flexible type',
  'Quote.SubscriptionData.BillingMode.Flexible': 'proration_discounts',
  'Quote.TotalDetails': 'amount_discount amount_shipping amount_tax breakdown:Quote.TotalDetails.Breakdown',
  'Quote.TotalDetails.Breakdown':
    'discounts:[Quote.TotalDetails.Breakdown.Discount taxes:[Quote.TotalDetails.Breakdown.Tax',
  'Quote.TotalDetails.Breakdown.Discount': 'amount discount:*',
  'Quote.TotalDetails.Breakdown.Tax': 'amount rate:TaxRate taxability_reason taxable_amount',
  'Quote.TransferData': 'amount amount_percent destination:>Account',
  'Radar.EarlyFraudWarning':
    'id object actionable charge:>Charge created fraud_type livemode payment_intent:>PaymentIntent',
  Refund:
    'id object amount balance_transaction:>BalanceTransaction charge:>Charge created currency customer:>Customer,DeletedCustomer customer_account description destination_details:Refund.DestinationDetails failure_balance_transaction:>BalanceTransaction failure_reason instructions_email metadata:* next_action:* payment_intent:>PaymentIntent payment_method:>PaymentMethod pending_reason presentment_details:Refund.PresentmentDetails reason receipt_number source_transfer_reversal:>TransferReversal status transfer_reversal:>TransferReversal',
  'Refund.DestinationDetails':
    'affirm:Refund.DestinationDetails.Affirm afterpay_clearpay:Refund.DestinationDetails.AfterpayClearpay alipay:Refund.DestinationDetails.Alipay alma:Refund.DestinationDetails.Alma amazon_pay:Refund.DestinationDetails.AmazonPay au_bank_transfer:Refund.DestinationDetails.AuBankTransfer blik:Refund.DestinationDetails.Blik br_bank_transfer:Refund.DestinationDetails.BrBankTransfer card:Refund.DestinationDetails.Card cashapp:Refund.DestinationDetails.Cashapp crypto:Refund.DestinationDetails.Crypto customer_cash_balance:Refund.DestinationDetails.CustomerCashBalance eps:Refund.DestinationDetails.Eps eu_bank_transfer:Refund.DestinationDetails.EuBankTransfer gb_bank_transfer:Refund.DestinationDetails.GbBankTransfer giropay:Refund.DestinationDetails.Giropay grabpay:Refund.DestinationDetails.Grabpay jp_bank_transfer:Refund.DestinationDetails.JpBankTransfer klarna:Refund.DestinationDetails.Klarna mb_way:Refund.DestinationDetails.MbWay multibanco:Refund.DestinationDetails.Multibanco mx_bank_transfer:Refund.DestinationDetails.MxBankTransfer nz_bank_transfer:Refund.DestinationDetails.NzBankTransfer p24:Refund.DestinationDetails.P24 paynow:Refund.DestinationDetails.Paynow paypal:Refund.DestinationDetails.Paypal pix:Refund.DestinationDetails.Pix revolut:Refund.DestinationDetails.Revolut scalapay:Refund.DestinationDetails.Scalapay sofort:Refund.DestinationDetails.Sofort swish:Refund.DestinationDetails.Swish th_bank_transfer:Refund.DestinationDetails.ThBankTransfer twint:Refund.DestinationDetails.Twint type us_bank_transfer:Refund.DestinationDetails.UsBankTransfer wechat_pay:Refund.DestinationDetails.WechatPay zip:Refund.DestinationDetails.Zip',
  'Refund.DestinationDetails.AfterpayClearpay': 'reference reference_status',
  'Refund.DestinationDetails.Blik': 'network_decline_code reference reference_status',
  'Refund.DestinationDetails.BrBankTransfer': 'reference reference_status',
  'Refund.DestinationDetails.Card': 'reference reference_status reference_type type',
  'Refund.DestinationDetails.Crypto': 'reference',
  'Refund.DestinationDetails.EuBankTransfer': 'reference reference_status',
  'Refund.DestinationDetails.GbBankTransfer': 'reference reference_status',
  'Refund.DestinationDetails.JpBankTransfer': 'reference reference_status',
  'Refund.DestinationDetails.Klarna': 'reference reference_status',
  'Refund.DestinationDetails.MbWay': 'reference reference_status',
  'Refund.DestinationDetails.Multibanco': 'reference reference_status',
  'Refund.DestinationDetails.MxBankTransfer': 'reference reference_status',
  'Refund.DestinationDetails.P24': 'reference reference_status',
  'Refund.DestinationDetails.Paypal': 'network_decline_code reference reference_status',
  'Refund.DestinationDetails.Swish': 'network_decline_code reference reference_status',
  'Refund.DestinationDetails.ThBankTransfer': 'reference reference_status',
  'Refund.DestinationDetails.UsBankTransfer': 'reference reference_status',
  'Refund.PresentmentDetails': 'presentment_amount presentment_currency',
  Review:
    'id object billing_zip charge:>Charge closed_reason created ip_address ip_address_location:Review.IpAddressLocation livemode open opened_reason payment_intent:>PaymentIntent reason session:Review.Session',
  'Review.IpAddressLocation': 'city country latitude longitude region',
  'Review.Session': 'browser device platform version',
  SetupIntent:
    'id object allowed_payment_method_types:[ application:>Application attach_to_self automatic_payment_methods:SetupIntent.AutomaticPaymentMethods cancellation_reason client_secret created customer:>Customer,DeletedCustomer customer_account description excluded_payment_method_types:[ flow_directions:[ last_setup_error:SetupIntent.LastSetupError latest_attempt:* livemode managed_payments:SetupIntent.ManagedPayments mandate:* metadata:* next_action:* on_behalf_of:>Account payment_method:>PaymentMethod payment_method_configuration_details:SetupIntent.PaymentMethodConfigurationDetails payment_method_options:* payment_method_types:[ single_use_mandate:* status usage',
  'SetupIntent.AutomaticPaymentMethods': 'allow_redirects enabled',
  'SetupIntent.LastSetupError':
    'advice_code charge code decline_code doc_url message network_advice_code network_decline_code param payment_intent:PaymentIntent payment_method:PaymentMethod payment_method_type request_log_url setup_intent:SetupIntent source:* type',
  'SetupIntent.ManagedPayments': 'enabled',
  'SetupIntent.PaymentMethodConfigurationDetails': 'id parent',
  Subscription:
    'id object application:>Application,DeletedApplication application_fee_percent automatic_tax:Subscription.AutomaticTax billing_cycle_anchor billing_cycle_anchor_config:Subscription.BillingCycleAnchorConfig billing_mode:Subscription.BillingMode billing_schedules:[Subscription.BillingSchedule billing_thresholds:Subscription.BillingThresholds cancel_at cancel_at_period_end canceled_at cancellation_details:Subscription.CancellationDetails collection_method created currency customer:>Customer,DeletedCustomer customer_account days_until_due default_payment_method:>PaymentMethod default_source:* default_tax_rates:[TaxRate description discounts:[>Discount ended_at invoice_settings:Subscription.InvoiceSettings items:{SubscriptionItem latest_invoice:>Invoice livemode managed_payments:Subscription.ManagedPayments metadata:* next_pending_invoice_item_invoice on_behalf_of:>Account pause_collection:Subscription.PauseCollection payment_settings:* pending_invoice_item_interval:Subscription.PendingInvoiceItemInterval pending_setup_intent:>SetupIntent pending_update:Subscription.PendingUpdate presentment_details:Subscription.PresentmentDetails schedule:>SubscriptionSchedule start_date status status_details:Subscription.StatusDetails test_clock:* transfer_data:Subscription.TransferData trial_end trial_settings:Subscription.TrialSettings trial_start',
  'Subscription.AutomaticTax': 'disabled_reason enabled liability:Subscription.AutomaticTax.Liability',
  'Subscription.AutomaticTax.Liability': 'account:>Account type',
  'Subscription.BillingCycleAnchorConfig': 'day_of_month hour minute month second',
  'Subscription.BillingMode': 'flexible:Subscription.BillingMode.Flexible type updated_at',
  'Subscription.BillingMode.Flexible': 'proration_discounts',
  'Subscription.BillingSchedule':
    'applies_to:[Subscription.BillingSchedule.AppliesTo bill_until:Subscription.BillingSchedule.BillUntil key',
  'Subscription.BillingSchedule.AppliesTo': 'price:>Price type',
  'Subscription.BillingSchedule.BillUntil':
    'computed_timestamp duration:Subscription.BillingSchedule.BillUntil.Duration timestamp type',
  'Subscription.BillingSchedule.BillUntil.Duration': 'interval interval_count',
  'Subscription.BillingThresholds': 'amount_gte reset_billing_cycle_anchor',
  'Subscription.CancellationDetails': 'comment feedback feedback_option:>Billing.FeedbackOption reason',
  'Subscription.InvoiceSettings':
    'account_tax_ids:[>TaxId,DeletedTaxId custom_fields:[Subscription.InvoiceSettings.CustomField description footer issuer:Subscription.InvoiceSettings.Issuer',
  'Subscription.InvoiceSettings.CustomField': 'name value',
  'Subscription.InvoiceSettings.Issuer': 'account:>Account type',
  'Subscription.ManagedPayments': 'enabled',
  'Subscription.PauseCollection': 'behavior resumes_at',
  'Subscription.PendingInvoiceItemInterval': 'interval interval_count',
  'Subscription.PendingUpdate':
    'billing_cycle_anchor cancel_at_period_end discount:Discount discounts:[>Discount expires_at metadata:* subscription_items:[SubscriptionItem trial_end trial_from_plan',
  'Subscription.PresentmentDetails': 'presentment_currency',
  'Subscription.StatusDetails': 'paused:Subscription.StatusDetails.Paused',
  'Subscription.StatusDetails.Paused':
    'subscription:Subscription.StatusDetails.Paused.Subscription transitioned_at type',
  'Subscription.StatusDetails.Paused.Subscription': 'type',
  'Subscription.TransferData': 'amount_percent destination:>Account',
  'Subscription.TrialSettings': 'end_behavior:Subscription.TrialSettings.EndBehavior',
  'Subscription.TrialSettings.EndBehavior': 'billing_cycle_anchor missing_payment_method',
  SubscriptionItem:
    'id object billed_until billing_thresholds:SubscriptionItem.BillingThresholds created current_period_end current_period_start current_trial:SubscriptionItem.CurrentTrial deleted:* discounts:[>Discount metadata:* plan:Plan price:Price quantity subscription tax_rates:[TaxRate',
  'SubscriptionItem.BillingThresholds': 'usage_gte',
  'SubscriptionItem.CurrentTrial': 'end_date start_date trial_offer',
  SubscriptionSchedule:
    'id object application:>Application,DeletedApplication billing_mode:SubscriptionSchedule.BillingMode canceled_at completed_at created current_phase:SubscriptionSchedule.CurrentPhase customer:>Customer,DeletedCustomer customer_account default_settings:SubscriptionSchedule.DefaultSettings end_behavior livemode metadata:* pause_schedules:[SubscriptionSchedule.PauseSchedule phases:[SubscriptionSchedule.Phase released_at released_subscription status subscription:>Subscription test_clock:*',
  'SubscriptionSchedule.BillingMode': 'flexible:SubscriptionSchedule.BillingMode.Flexible type updated_at',
  'SubscriptionSchedule.BillingMode.Flexible': 'proration_discounts',
  'SubscriptionSchedule.CurrentPhase': 'end_date start_date',
  'SubscriptionSchedule.DefaultSettings':
    'application_fee_percent automatic_tax:SubscriptionSchedule.DefaultSettings.AutomaticTax billing_cycle_anchor billing_thresholds:SubscriptionSchedule.DefaultSettings.BillingThresholds collection_method default_payment_method:>PaymentMethod description invoice_settings:SubscriptionSchedule.DefaultSettings.InvoiceSettings on_behalf_of:>Account transfer_data:SubscriptionSchedule.DefaultSettings.TransferData',
  'SubscriptionSchedule.DefaultSettings.AutomaticTax':
    'disabled_reason enabled liability:SubscriptionSchedule.DefaultSettings.AutomaticTax.Liability',
  'SubscriptionSchedule.DefaultSettings.AutomaticTax.Liability': 'account:>Account type',
  'SubscriptionSchedule.DefaultSettings.BillingThresholds': 'amount_gte reset_billing_cycle_anchor',
  'SubscriptionSchedule.DefaultSettings.InvoiceSettings':
    'account_tax_ids:[>TaxId,DeletedTaxId custom_fields:[SubscriptionSchedule.DefaultSettings.InvoiceSettings.CustomField days_until_due description footer issuer:SubscriptionSchedule.DefaultSettings.InvoiceSettings.Issuer',
  'SubscriptionSchedule.DefaultSettings.InvoiceSettings.CustomField': 'name value',
  'SubscriptionSchedule.DefaultSettings.InvoiceSettings.Issuer': 'account:>Account type',
  'SubscriptionSchedule.DefaultSettings.TransferData': 'amount_percent destination:>Account',
  'SubscriptionSchedule.PauseSchedule':
    'key pause:SubscriptionSchedule.PauseSchedule.Pause resume:SubscriptionSchedule.PauseSchedule.Resume',
  'SubscriptionSchedule.PauseSchedule.Pause':
    'pause_at settings:SubscriptionSchedule.PauseSchedule.Pause.Settings status:SubscriptionSchedule.PauseSchedule.Pause.Status',
  'SubscriptionSchedule.PauseSchedule.Pause.Settings':
    'bill_for:SubscriptionSchedule.PauseSchedule.Pause.Settings.BillFor invoicing_behavior type',
  'SubscriptionSchedule.PauseSchedule.Pause.Settings.BillFor':
    'outstanding_usage_through:SubscriptionSchedule.PauseSchedule.Pause.Settings.BillFor.OutstandingUsageThrough unused_time_from:SubscriptionSchedule.PauseSchedule.Pause.Settings.BillFor.UnusedTimeFrom',
  'SubscriptionSchedule.PauseSchedule.Pause.Settings.BillFor.OutstandingUsageThrough': 'type',
  'SubscriptionSchedule.PauseSchedule.Pause.Settings.BillFor.UnusedTimeFrom': 'type',
  'SubscriptionSchedule.PauseSchedule.Pause.Status': 'error:SubscriptionSchedule.PauseSchedule.Pause.Status.Error type',
  'SubscriptionSchedule.PauseSchedule.Pause.Status.Error': 'code message',
  'SubscriptionSchedule.PauseSchedule.Resume':
    'resume_at settings:SubscriptionSchedule.PauseSchedule.Resume.Settings status:SubscriptionSchedule.PauseSchedule.Resume.Status',
  'SubscriptionSchedule.PauseSchedule.Resume.Settings': 'billing_cycle_anchor payment_behavior proration_behavior',
  'SubscriptionSchedule.PauseSchedule.Resume.Status':
    'error:SubscriptionSchedule.PauseSchedule.Resume.Status.Error type',
  'SubscriptionSchedule.PauseSchedule.Resume.Status.Error': 'code message',
  'SubscriptionSchedule.Phase':
    'add_invoice_items:[SubscriptionSchedule.Phase.AddInvoiceItem application_fee_percent automatic_tax:SubscriptionSchedule.Phase.AutomaticTax billing_cycle_anchor billing_thresholds:SubscriptionSchedule.Phase.BillingThresholds collection_method currency default_payment_method:>PaymentMethod default_tax_rates:[TaxRate description discounts:[SubscriptionSchedule.Phase.Discount end_date invoice_settings:SubscriptionSchedule.Phase.InvoiceSettings items:[SubscriptionSchedule.Phase.Item metadata:* on_behalf_of:>Account proration_behavior start_date transfer_data:SubscriptionSchedule.Phase.TransferData trial trial_end',
  'SubscriptionSchedule.Phase.AddInvoiceItem':
    'discountable discounts:[SubscriptionSchedule.Phase.AddInvoiceItem.Discount metadata:* period:SubscriptionSchedule.Phase.AddInvoiceItem.Period price:>Price,DeletedPrice quantity tax_rates:[TaxRate',
  'SubscriptionSchedule.Phase.AddInvoiceItem.Discount': 'coupon:>Coupon discount:* promotion_code:>PromotionCode',
  'SubscriptionSchedule.Phase.AddInvoiceItem.Period':
    'end:SubscriptionSchedule.Phase.AddInvoiceItem.Period.End start:SubscriptionSchedule.Phase.AddInvoiceItem.Period.Start',
  'SubscriptionSchedule.Phase.AddInvoiceItem.Period.End': 'timestamp type',
  'SubscriptionSchedule.Phase.AddInvoiceItem.Period.Start': 'timestamp type',
  'SubscriptionSchedule.Phase.AutomaticTax':
    'disabled_reason enabled liability:SubscriptionSchedule.Phase.AutomaticTax.Liability',
  'SubscriptionSchedule.Phase.AutomaticTax.Liability': 'account:>Account type',
  'SubscriptionSchedule.Phase.BillingThresholds': 'amount_gte reset_billing_cycle_anchor',
  'SubscriptionSchedule.Phase.Discount': 'coupon:>Coupon discount:* promotion_code:>PromotionCode',
  'SubscriptionSchedule.Phase.InvoiceSettings':
    'account_tax_ids:[>TaxId,DeletedTaxId custom_fields:[SubscriptionSchedule.Phase.InvoiceSettings.CustomField days_until_due description footer issuer:SubscriptionSchedule.Phase.InvoiceSettings.Issuer',
  'SubscriptionSchedule.Phase.InvoiceSettings.CustomField': 'name value',
  'SubscriptionSchedule.Phase.InvoiceSettings.Issuer': 'account:>Account type',
  'SubscriptionSchedule.Phase.Item':
    'billing_thresholds:SubscriptionSchedule.Phase.Item.BillingThresholds discounts:[SubscriptionSchedule.Phase.Item.Discount metadata:* plan:>Plan,DeletedPlan price:>Price,DeletedPrice quantity tax_rates:[TaxRate',
  'SubscriptionSchedule.Phase.Item.BillingThresholds': 'usage_gte',
  'SubscriptionSchedule.Phase.Item.Discount': 'coupon:>Coupon discount:* promotion_code:>PromotionCode',
  'SubscriptionSchedule.Phase.TransferData': 'amount_percent destination:>Account',
  TaxId:
    'id object country created customer:>Customer customer_account deleted:* livemode owner:TaxId.Owner type value verification:TaxId.Verification',
  'TaxId.Owner': 'account:>Account application:>Application customer:>Customer customer_account type',
  'TaxId.Verification': 'status verified_address verified_name',
  TaxRate:
    'id object active country created description display_name effective_percentage flat_amount:TaxRate.FlatAmount inclusive jurisdiction jurisdiction_level livemode metadata:* percentage rate_type state tax_type',
  'TaxRate.FlatAmount': 'amount currency',
  Transfer:
    'id object amount amount_reversed balance_transaction:>BalanceTransaction created currency description destination:>Account destination_payment:>Charge livemode metadata:* reversals:{TransferReversal reversed source_transaction:>Charge source_type transfer_group',
  TransferReversal:
    'id object amount balance_transaction:>BalanceTransaction created currency destination_payment_refund:>Refund metadata:* source_refund:>Refund transfer:>Transfer',
};
